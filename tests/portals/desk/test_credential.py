"""At the window: a code brings the person up once, and credentials are handled."""

import pytest
from django.test import Client
from tests.portals.citizen.visitors import hidden, words
from tests.services.cases.stage import envelope, submitted
from tests.services.credentials.wallet import CHILD_NAME, child_of, party_of, shown_by

from tongban.records.audit.models import AccessLook
from tongban.records.credentials.models import Credential, Guardianship
from tongban.records.parties.models import Party
from tongban.services.credentials.operations import activate

BOX = "/desk/counter/"
PAGE = "/desk/counter/credential/"


def scan(client: Client, code: str, key: str = ""):
    sent = {"identifier": code, "reason": "窗口办理业务", "key": key}
    return client.post(BOX, sent)


def do(client: Client, **sent: object):
    return client.post(PAGE, {"key": hidden(client.get(PAGE), "key"), **sent})


@pytest.fixture
def code() -> str:
    activate(envelope("clerk1"), party_id=party_of("zhaolei"))
    return shown_by("zhaolei").text


@pytest.mark.clause("PT25-20")
def test_a_scan_brings_up_the_person_open_cases_and_credential_and_is_logged(
    clerk, code
):
    submitted()
    assert scan(clerk, f"{code}\r\n").status_code == 302
    page = words(clerk.get(BOX))
    assert "赵*" in page
    assert "使用中" in page
    assert "住院费用报销" in page
    look = AccessLook.objects.filter(party_id=party_of("zhaolei")).latest("seq")
    assert look.reason == "本人出示医保码，窗口办理业务"


def test_a_second_scan_of_one_code_is_refused_but_the_same_click_is_not(clerk, code):
    assert scan(clerk, code, key="click").status_code == 302
    assert scan(clerk, code, key="click").status_code == 302
    again = scan(clerk, code, key="other")
    assert again.status_code == 422
    assert "已经用于窗口办事" in words(again)


def test_the_number_read_out_serves_as_well(clerk):
    activate(envelope("clerk1"), party_id=party_of("zhaolei"))
    digits = " ".join(shown_by("zhaolei").groups)
    assert scan(clerk, digits).status_code == 302
    assert "赵*" in words(clerk.get(BOX))


def test_a_changed_code_names_nobody(clerk, code):
    other = code[:-1] + ("A" if code[-1] != "A" else "B")
    assert "不是本平台签发" in words(scan(clerk, other))


@pytest.mark.clause("PT25-19")
def test_activate_suspend_resume_and_revoke_at_the_window(clerk):
    number = str(Party.objects.get(pk=party_of("zhaolei")).identifier)
    scan(clerk, number)
    assert "没有激活" in words(clerk.get(PAGE))
    assert do(clerk, do="activate").status_code == 302
    for version, step, word in (
        (1, "suspend", "已挂失"),
        (2, "resume", "使用中"),
    ):
        assert do(clerk, do=step, version=version, reason="丢失").status_code == 302
        assert word in words(clerk.get(PAGE))
    late = do(clerk, do="revoke", version=1)
    assert (late.status_code, Credential.objects.get().state) == (409, "active")
    do(clerk, do="revoke", version=3)
    assert "没有激活" in words(clerk.get(PAGE))
    assert do(clerk, do="nonsense").status_code == 302


def test_bind_a_child_and_take_it_back(clerk):
    child = child_of("wangjianguo")
    Guardianship.objects.all().delete()
    scan(clerk, str(Party.objects.get(pk=party_of("wangjianguo")).identifier))
    number = str(Party.objects.get(pk=child).identifier)
    open_proof = do(clerk, do="bind", identifier=number, name=CHILD_NAME)
    assert open_proof.status_code == 409
    do(clerk, do="bind", identifier=number, name=CHILD_NAME, proof="birth")
    page = words(clerk.get(PAGE))
    assert CHILD_NAME in page
    assert "2033年5月1日" in page
    row = Guardianship.objects.get()
    do(clerk, do="unbind", guardianship=row.pk)
    assert "没有绑定" in words(clerk.get(PAGE))


def test_without_a_visitor_there_is_no_page(clerk):
    assert clerk.get(PAGE).status_code == 409
