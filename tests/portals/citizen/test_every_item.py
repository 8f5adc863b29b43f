"""Every item of the list can be applied for through pages made from its own data."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pytest
from django.test import Client
from tests.covers import insure
from tests.portals.citizen.test_wizard import party_of, started, submit, upload
from tests.portals.citizen.visitors import hidden, signed_in, words

from tongban.core.access.parties import PartyKind
from tongban.core.items.catalogue import Audience, Channel, MaterialKind, Terms
from tongban.core.items.situations import materials_for
from tongban.core.items.terms import audiences_of
from tongban.portals.shared.filling.form import shown
from tongban.records.cases.models import Case
from tongban.records.parties.models import Party
from tongban.services.items.queries import items_on, terms_on
from tongban.services.timekeeping.queries import today

pytestmark = pytest.mark.usefixtures("insured_people")

LOGINS = {
    Audience.EMPLOYEE: "wangjianguo",
    Audience.RESIDENT: "zhaolei",
    Audience.EMPLOYER: "hr-machinery",
    Audience.SCHOOL: "school-primary",
    Audience.PROVIDER: "hospital-city",
    Audience.PHARMACY: "pharmacy-kuiwen",
}
WORKER, LEFT = "limin", date(2023, 9, 1)
SAMPLES = {
    "id-number": "990001197801250075",
    "phone": "10000000004",
    "date": "2023-09-20",
    "month": "2023-08",
    "region": "山东省潍坊市",
    "money": "100.00",
    "bank-account": "6200000000000000001",
    "credit-code": "91370705MA3C00000X",
    "checkbox": "yes",
    "pledge": "yes",
}

# Fields that name another place than home.
FAR_END = {
    "transfer-out": {"to_region": "北京市"},
    "transfer-in": {"from_region": "北京市"},
    "long-term-residence-filing": {"place": "北京市"},
    "temporary-travel-filing": {"place": "上海市"},
}


def sample(name: str, rules: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    widget = rules.get("x-widget", "text")
    if widget == "table":
        for column, of_column in rules["items"]["properties"].items():
            yield from sample(f"{name}.0.{column}", of_column)
        return
    choices = [one["const"] for one in rules.get("oneOf", ())]
    if choices:
        yield name, str(choices[0])
    elif str(rules.get("pattern", "")).startswith("^[HP]"):
        yield name, "H37070500001"
    elif rules.get("type") == "integer":
        yield name, str(rules.get("minimum", 1))
    else:
        yield name, SAMPLES.get(widget, "示例内容")


def answers(terms: Terms) -> dict[str, list[str]]:
    """The first answer to every question; none where several may be given."""
    return {f"s.{group.code}": [group.options[0].code] for group in terms.situations}


def online() -> list[tuple[str, Audience]]:
    return [
        (item.code, audience)
        for item in items_on("370700", today())
        for audience in audiences_of(item)
        if Channel.ONLINE in terms_on(item.code, audience, "370700", today()).channels
    ]


def covered_as_needed(item: str, audience: Audience) -> None:
    """Leave the cover as who applies has it: ended before a transfer away."""
    until = LEFT if item == "transfer-out" else None
    who = Party.objects.get(pk=party_of(LOGINS[audience]))
    if audience is Audience.EMPLOYER:
        worker = Party.objects.get(pk=party_of(WORKER))
        insure(worker, until=until, employer=who)
    elif who.kind == PartyKind.PERSON.value:
        insure(who, until=until)


def moving(item: str, audience: Audience) -> dict[str, str]:
    """Who moves where: the far end, and whose move it is when a unit asks."""
    if item not in FAR_END:
        return {}
    worker = Party.objects.get(pk=party_of(WORKER))
    named = {"insured_name": worker.name, "insured_id_number": worker.identifier}
    return FAR_END[item] | (named if audience is Audience.EMPLOYER else {})


def apply_for(client: Client, item: str, audience: Audience):
    terms = terms_on(item, audience, "370700", today())
    party = party_of(LOGINS[audience])
    draft = started(client, item, f"{party}:{audience.value}")
    given = answers(terms)
    client.post(draft + "situation/", given)
    chosen = frozenset(code for codes in given.values() for code in codes)
    filled = {
        name: value
        for field, rules in shown(terms.form, chosen).items()
        for name, value in sample(field, rules)
    }
    filled |= moving(item, audience)
    answer = client.post(draft + "form/", filled)
    assert answer.status_code == 302, (item, audience, _faults(answer))
    own = {MaterialKind.FORM, MaterialKind.IDENTITY}
    papers = [one for one in materials_for(terms, chosen) if one.kind not in own]
    if papers:
        sent = {f"file.{one.code}": upload() for one in papers}
        answer = client.post(draft + "materials/", sent)
        assert answer.status_code == 302, (item, audience, _faults(answer))
    return submit(client, draft)


def _faults(answer) -> list[str]:
    page = answer.content.decode()
    found = re.search(r'class="error-summary".*?</ul>', page, re.DOTALL)
    return re.findall(r"<a[^>]*>([^<]+)</a>", found.group(0)) if found else []


def test_all_audiences_of_the_list_apply_online_somewhere():
    assert {audience for _, audience in online()} == set(LOGINS)


@pytest.mark.clause(
    "SD28-1",
    "SD28-2",
    "SD28-3",
    "SD28-4",
    "SD28-5",
    "SD28-6",
    "SD28-7",
    "SD28-8",
    "SD28-9",
    "SD28-10",
    "SD28-11",
    "SD28-12",
    "SD28-13",
    "SD28-14",
    "SD28-15",
    "SD28-16",
    "SD28-17",
    "SD28-18",
    "SD28-19",
    "SD28-20",
    "SD28-21",
    "SD28-22",
    "SD28-23",
    "SD28-24",
    "SD28-25",
    "SD28-26",
    "SD28-27",
    "SD28-28",
    "SD20-14",
)
def test_every_item_is_filled_in_and_handed_in_by_each_of_its_audiences():
    handed_in = set()
    for item, audience in online():
        client = signed_in(LOGINS[audience])
        before = Case.objects.count()
        covered_as_needed(item, audience)
        answer = apply_for(client, item, audience)
        assert answer.status_code == 302, (item, audience, _faults(answer))
        assert answer["Location"].endswith("/receipt/"), (item, audience)
        receipt = words(client.get(answer["Location"]))
        assert "受理编号" in receipt
        assert Case.objects.count() == before + 1, (item, audience)
        handed_in.add(item)
    assert len(handed_in) == len({item for item, _ in online()})


def test_items_handled_only_at_the_counter_show_no_wizard():
    counter_only = {item.code for item in items_on("370700", today())} - {
        item for item, _ in online()
    }
    for code in counter_only:
        assert f"/apply/{code}/" not in Client().get(f"/items/{code}/").content.decode()


def test_a_draft_page_names_its_version_for_the_next_save():
    client = signed_in("wangjianguo")
    who = f"{party_of('wangjianguo')}:employee"
    draft = started(client, "long-term-residence-filing", who)

    assert hidden(client.get(draft + "situation/"), "version").isdigit()
