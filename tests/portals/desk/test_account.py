"""A person's account at the desk: asked for by number, shown masked, look kept."""

from tests.portals.citizen.visitors import words
from tests.portals.desk.staff import at_desk
from tests.services.ledger.books import party_of, put

from tongban.records.audit.models import AccessLook
from tongban.records.parties.models import Party

PAGE = "/desk/account/"


def asked(login: str, **changes: str) -> dict[str, str]:
    number = Party.objects.get(pk=party_of(login)).identifier
    return {"identifier": number, "reason": "电话核对办件", **changes}


def test_an_account_is_shown_masked_and_the_look_is_kept():
    put("wangjianguo", 12_345)
    client = at_desk("clerk1")
    assert "按证件号码查" in words(client.get(PAGE))

    page = words(client.post(PAGE, asked("wangjianguo", year="2023")))

    assert "123.45 元" in page
    assert "王建国" not in page
    look = AccessLook.objects.get(party_id=party_of("wangjianguo"))
    assert look.reason == "电话核对办件"


def test_who_has_no_account_is_said_so():
    page = at_desk("clerk1").post(PAGE, asked("zhaolei"))

    assert "没有个人账户" in words(page)


def test_without_reason_or_person_nothing_is_shown():
    client = at_desk("clerk1")

    assert client.post(PAGE, asked("wangjianguo", reason="")).status_code >= 400
    unknown = asked("wangjianguo", identifier="990001190001010010")
    assert client.post(PAGE, unknown).status_code >= 400
    assert not AccessLook.objects.exists()
