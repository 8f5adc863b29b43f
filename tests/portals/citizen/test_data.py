"""Prefilled fields: asked first, each can be called wrong, nothing is lost."""

import re

from tests.portals.citizen.test_wizard import FILING, party_of, started
from tests.portals.citizen.visitors import hidden, signed_in, words
from tests.portals.desk.staff import at_desk

from tongban.records.consents.models import Consent, WrongData


def who() -> str:
    return f"{party_of('wangjianguo')}:employee"


def test_starting_says_yes_to_prefilling_and_it_can_be_taken_back():
    client = signed_in("wangjianguo")
    assert "同意用您登记的姓名" in words(client.get(f"/apply/{FILING}/"))
    started(client, FILING, who())
    page = client.get("/my/data/")
    assert "异地长期居住人员备案" in words(page)

    consent = Consent.objects.get()
    client.post("/my/data/", {"consent": consent.pk})

    consent.refresh_from_db()
    assert consent.withdrawn_at is not None


def test_who_declines_gets_empty_fields_and_no_consent_is_kept():
    client = signed_in("wangjianguo")
    answer = client.post(f"/apply/{FILING}/", {"who": who(), "prefill": "no"})
    draft = answer["Location"].removesuffix("situation/")
    client.post(draft + "situation/", {"s.residence": "settled"})

    page = client.get(draft + "form/")

    assert 'value="王建国"' not in page.content.decode()
    assert "这个不对" not in words(page)
    assert Consent.objects.count() == 0


def test_a_wrong_value_is_reported_answered_and_the_draft_goes_on():
    client = signed_in("wangjianguo")
    draft = started(client, FILING, who())
    client.post(draft + "situation/", {"s.residence": "settled"})
    form = client.get(draft + "form/").content.decode()
    link = re.search(r'href="(/my/data/wrong/[^"]*/contact_phone/)"', form)
    assert link

    page = client.get(link.group(1))
    empty = client.post(link.group(1), {"key": hidden(page, "key"), "right": ""})
    assert empty.status_code == 409
    answer = client.post(
        link.group(1), {"key": hidden(page, "key"), "right": "10012345000"}
    )
    assert answer["Location"] == draft + "form/"

    report = WrongData.objects.get()
    clerk = at_desk("clerk1")
    trays = clerk.get("/desk/wrong/")
    assert "10012345000" in words(trays)
    clerk.post(
        "/desk/wrong/",
        {
            "report": report.pk,
            "result": "right",
            "words": "请办第5项变更",
            "key": hidden(trays, "key"),
        },
    )
    assert "请办第5项变更" in words(client.get("/my/data/"))
    assert "请办第5项变更" in words(clerk.get("/desk/wrong/?answered=yes"))


def test_only_prefilled_fields_can_be_called_wrong():
    client = signed_in("wangjianguo")
    draft = started(client, FILING, who())
    code = draft.strip("/").split("/")[1]

    assert client.get(f"/my/data/wrong/{code}/place/").status_code == 404
