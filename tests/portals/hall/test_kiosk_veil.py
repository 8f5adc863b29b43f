"""A terminal shows what is on record in full to nobody but that person."""

import re
from datetime import date

import pytest
from django.http import HttpResponse
from django.test import Client
from tests.portals.citizen.visitors import words
from tests.portals.hall.devices import (
    FILING,
    KIOSK,
    identifier_of,
    key_in,
    name_of,
    shown,
)
from tests.services.cases.stage import at, envelope
from tests.services.queues.hall import party_of

from tongban.records.accounts.models import Account
from tongban.records.cases.models import Case, CaseForm
from tongban.records.collecting.models import CollectionWish
from tongban.services.cases.mandates import NewMandate, give_mandate
from tongban.services.queues.visitors import personal_code

pytestmark = pytest.mark.usefixtures("insured_people")

DO = f"{KIOSK}do/{FILING}/"
TYPED = {
    "s.trip": "travel",
    "place": "北京市",
    "start_on": "2023-10-01",
    "reason": "探亲",
    "promise": "yes",
}
VALUE = re.compile(r'<input id="f-([a-z_]+)"[^>]* value="([^"]*)"')
ADDRESS = "潍坊市奎文区示例路2号"


def phone_of(login: str) -> str:
    account = Account.objects.select_related("party").get(login_name=login)
    assert account.party is not None
    return str(account.party.phone)


def full_values() -> tuple[str, str, str]:
    return identifier_of("limin"), name_of("limin"), phone_of("limin")


def by_code(client: Client, login: str) -> None:
    code = personal_code(identifier_of(login), now=at("2023-09-11"))
    assert client.post(f"{KIOSK}who/", {"code": code}).status_code == 302


def with_mandate(client: Client) -> None:
    """Wang Jianguo shows his own code and acts for Li Min."""
    new = NewMandate(
        principal_id=party_of("limin"),
        helper_login="wangjianguo",
        items=(FILING,),
        covers_pledges=True,
        from_on=date(2023, 9, 11),
        until_on=date(2023, 9, 30),
    )
    give_mandate(envelope("limin"), new)
    by_code(client, "wangjianguo")
    client.post(f"{KIOSK}for/", {"principal": str(party_of("limin"))})


WAYS_IN = {
    "number and name": lambda client: shown(client, "limin"),
    "mandate": with_mandate,
}


@pytest.fixture(params=sorted(WAYS_IN))
def weak(request: pytest.FixtureRequest, kiosk: Client) -> Client:
    WAYS_IN[request.param](kiosk)
    return kiosk


def values_in(page: HttpResponse) -> dict[str, str]:
    """What stands in the text fields of the page."""
    return dict(VALUE.findall(page.content.decode()))


def opened(client: Client) -> HttpResponse:
    return client.get(DO, {"s.trip": "travel"})


def sent(client: Client, page: HttpResponse, **changes: str) -> HttpResponse:
    """Send the page back as it stood, with what was typed over it."""
    typed = {**values_in(page), **TYPED, "key": key_in(page), **changes}
    return client.post(DO, typed)


def assert_hidden(page: HttpResponse) -> None:
    text = page.content.decode()
    assert [value for value in full_values() if value in text] == []


def test_known_values_stand_masked(weak):
    page = opened(weak)
    assert_hidden(page)
    held = values_in(page)
    identifier, name, phone = full_values()
    assert held["insured_name"] == name[0] + "*" * (len(name) - 1)
    assert held["insured_id_number"].endswith(identifier[-4:])
    assert held["contact_phone"] == phone[:3] + "****" + phone[-4:]
    assert "不改就用登记的" in words(page)


def test_what_is_left_alone_counts_as_it_is_on_record(weak):
    assert sent(weak, opened(weak)).status_code == 302
    assert_hidden(weak.get(f"{KIOSK}done/"))
    form = CaseForm.objects.get().content
    held = (form["insured_id_number"], form["insured_name"], form["contact_phone"])
    assert held == full_values()


def test_what_is_typed_over_it_replaces_it(weak):
    sent(weak, opened(weak), contact_phone="10087654321")
    form = CaseForm.objects.get().content
    assert form["contact_phone"] == "10087654321"
    assert form["insured_id_number"] == identifier_of("limin")


def test_after_a_mistake_elsewhere_it_is_still_masked_and_still_counts(weak):
    page = sent(weak, opened(weak), start_on="someday")
    assert page.status_code == 422
    assert_hidden(page)
    assert sent(weak, page).status_code == 302
    assert CaseForm.objects.get().content["insured_name"] == name_of("limin")


def test_the_full_value_typed_by_hand_is_not_shown_back(weak):
    page = sent(weak, opened(weak), contact_phone=phone_of("limin"), start_on="someday")
    assert_hidden(page)
    sent(weak, page)
    assert CaseForm.objects.get().content["contact_phone"] == phone_of("limin")


@pytest.mark.parametrize("left", ["李*明", "100****0000", "*"])
def test_stars_left_between_new_signs_are_told(weak, left):
    name = "insured_name" if left.startswith("李") else "contact_phone"
    page = sent(weak, opened(weak), **{name: left})
    assert page.status_code == 422
    assert "请整项重写" in words(page)
    assert not Case.objects.exists()


def test_nothing_is_posted_for_who_did_not_prove_to_be_that_person(weak):
    page = opened(weak)
    assert 'value="post"' not in page.content.decode()
    answer = sent(weak, page, collect="post", collect_address=ADDRESS)
    assert answer.status_code == 422
    assert "不能登记邮寄" in words(answer)
    assert_hidden(answer)
    assert not Case.objects.exists()


def test_a_parcel_goes_to_who_showed_their_own_code(kiosk):
    by_code(kiosk, "limin")
    page = sent(kiosk, opened(kiosk), collect="post")
    assert page.status_code == 422
    assert "邮寄需要收件人、手机号和详细地址" in words(page)
    assert sent(kiosk, page, collect="post", collect_address=ADDRESS).status_code == 302
    wish = CollectionWish.objects.get()
    assert (wish.way, wish.receiver, wish.phone, wish.address) == (
        "post",
        name_of("limin"),
        phone_of("limin"),
        ADDRESS,
    )


def test_ones_own_code_shows_ones_own_values_in_full(kiosk):
    by_code(kiosk, "limin")
    page = opened(kiosk)
    held = values_in(page)
    identifier, name, phone = full_values()
    assert (held["insured_id_number"], held["insured_name"]) == (identifier, name)
    assert sent(kiosk, page, collect="counter").status_code == 302
    assert CollectionWish.objects.get().way == "counter"
    assert CaseForm.objects.get().content["contact_phone"] == phone
