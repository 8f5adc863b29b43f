"""One's credential on the page: activated, shown anew, reported lost, read back."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.portals.citizen.visitors import MONDAY, hidden, signed_in, words
from tests.portals.desk.staff import at_desk
from tests.portals.hall.devices import identifier_of
from tests.services.cases.stage import envelope
from tests.services.credentials.wallet import (
    CHILD_NAME,
    child_of,
    code_on_phone,
    party_of,
)

from tongban.core.credentials.purposes import Purpose
from tongban.records.credentials.models import Credential, FaceTemplate
from tongban.services.credentials.operations import activate
from tongban.services.credentials.using import use_code
from tongban.services.timekeeping.operations import set_clock

PAGE = "/my/credential/"


@pytest.fixture(autouse=True)
def _own_drawer(settings, tmp_path) -> None:
    """Give every test phones of its own."""
    settings.TONGBAN_HOME = tmp_path


def groups_on(client: Client, page: str = PAGE) -> str:
    shown = client.get(page).content.decode()
    return "".join(re.findall(r"<span>(\d{4})</span>", shown))


def post(client: Client, page: str = PAGE, **sent: object):
    key = hidden(client.get(page), "key")
    return client.post(page, {"key": key, **sent})


@pytest.mark.clause("PT25-19")
def test_activate_with_the_code_on_the_phone_then_show_the_code(zhaolei):
    assert "激活医保码" in words(zhaolei.get(PAGE))
    assert post(zhaolei, do="send").status_code == 302
    wrong = post(zhaolei, do="activate", code="1")
    assert wrong.status_code == 409
    assert "验证码不对" in words(wrong)
    code = code_on_phone("zhaolei")
    assert post(zhaolei, do="activate", code=code).status_code == 302
    page = zhaolei.get(PAGE)
    shown = page.content.decode()
    assert "data:image/svg+xml" in shown
    assert len(groups_on(zhaolei)) == 20
    assert "10:01:00 前有效" in words(page)
    assert "no-store" in page.headers["Cache-Control"]
    assert identifier_of("zhaolei") not in shown


def test_the_part_is_a_new_code_at_every_turn_and_without_script_the_page_reloads():
    activate(envelope("clerk1"), party_id=party_of("zhaolei"))
    client = signed_in("zhaolei")
    first = client.get(f"{PAGE}code/").content
    assert first != client.get(f"{PAGE}code/").content
    number = groups_on(client)
    set_clock(moment=MONDAY + timedelta(seconds=30), set_by="tests")
    assert groups_on(client) != number
    assert (
        b'<noscript><meta http-equiv="refresh" content="30">'
        in client.get(PAGE).content
    )


def test_the_part_leads_to_the_page_when_the_credential_no_longer_serves(zhaolei):
    answer = zhaolei.get(f"{PAGE}code/")
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, PAGE)


def test_a_loss_is_reported_and_taken_back(zhaolei):
    activate(envelope("clerk1"), party_id=party_of("zhaolei"))
    assert post(zhaolei, do="suspend", version=1, reason="丢了").status_code == 302
    page = zhaolei.get(PAGE)
    assert "已挂失" in words(page)
    assert "data:image" not in page.content.decode()
    post(zhaolei, do="send")
    code = code_on_phone("zhaolei")
    assert post(zhaolei, do="resume", version=2, code=code).status_code == 302
    assert "恢复使用" in words(zhaolei.get(PAGE))
    late = post(zhaolei, do="revoke", version=2)
    assert "刚刚有变化" in words(late)
    post(zhaolei, do="revoke", version=3)
    assert "激活医保码" in words(zhaolei.get(PAGE))
    assert Credential.objects.get().state == "revoked"
    assert post(zhaolei, do="nonsense").status_code == 302


def test_uses_are_listed_and_an_empty_list_says_so(zhaolei):
    activate(envelope("clerk1"), party_id=party_of("zhaolei"))
    assert "还没有使用过" in words(zhaolei.get(f"{PAGE}uses/"))
    use_code(envelope("hospital-city"), groups_on(zhaolei), purpose=Purpose.REGISTER)
    page = words(zhaolei.get(f"{PAGE}uses/?page=7"))
    assert "潍坊示例市立医院" in page
    assert "挂号" in page
    assert "念数字" in page


def test_a_guardian_shows_the_code_of_a_child(wangjianguo):
    child = child_of("wangjianguo")
    assert "王**（孩子）" in words(wangjianguo.get(PAGE))
    activate(envelope("clerk1"), party_id=child)
    digits = groups_on(wangjianguo, f"{PAGE}?who=1")
    person = use_code(envelope("clerk1"), digits, purpose=Purpose.COUNTER)
    assert person.name == CHILD_NAME
    assert "没有关联参保人" in words(wangjianguo.get(f"{PAGE}?who=9"))
    assert wangjianguo.get(f"{PAGE}uses/?who=9").status_code == 409


def test_a_code_limited_to_visits_is_not_taken_at_a_window(zhaolei):
    activate(envelope("clerk1"), party_id=party_of("zhaolei"))
    digits = groups_on(zhaolei, f"{PAGE}?use=2")
    use_code(envelope("hospital-city"), digits, purpose=Purpose.VISIT)
    page = zhaolei.get(f"{PAGE}?use=2").content.decode()
    assert re.search(r'aria-current="page">只看病购药', page)


class OneFace:
    """Whatever is sent shows one and the same face."""

    name = "one"

    def faces(self, picture: bytes):
        return ((0, 0),) if picture else ()


def picture() -> SimpleUploadedFile:
    return SimpleUploadedFile("face.png", b"png", content_type="image/png")


def test_a_face_is_kept_with_consent_compared_at_the_window_and_deleted(
    zhaolei, monkeypatch
):
    activate(envelope("clerk1"), party_id=party_of("zhaolei"))
    assert "刷脸" not in words(zhaolei.get(PAGE))
    monkeypatch.setattr("tongban.services.credentials.faces.engine", OneFace)
    assert "分不清真人和照片" in words(zhaolei.get(PAGE))
    post(zhaolei, do="send")
    code = code_on_phone("zhaolei")
    without = post(zhaolei, do="face-keep", code=code, picture=picture())
    assert "要本人同意" in words(without)
    kept = {"do": "face-keep", "code": code, "consent": "yes"}
    assert post(zhaolei, **kept, picture=picture()).status_code == 302

    clerk = at_desk("clerk1")
    box = {"identifier": identifier_of("zhaolei"), "reason": "办事"}
    clerk.post("/desk/counter/", box)
    desk = "/desk/counter/credential/"
    assert "必须当面拍摄" in words(clerk.get(desk))
    clerk.post(desk, {"do": "face", "key": "face", "picture": picture()})
    assert "刷脸" in words(zhaolei.get(f"{PAGE}uses/"))
    assert post(zhaolei, do="face-delete").status_code == 302
    assert not FaceTemplate.objects.exists()
    assert "必须当面拍摄" not in words(clerk.get(desk))


def test_a_credential_is_for_citizens():
    assert Client().get(PAGE).status_code == 302
    assert signed_in("hr-machinery").get(PAGE).status_code == 403
