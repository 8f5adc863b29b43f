"""The hall's screen: numbers and counts for devices of the hall only."""

from django.test import Client
from tests.portals.citizen.visitors import words
from tests.portals.hall.devices import KIOSK, OPEN, SCREEN
from tests.services.queues.hall import OFFICE, call, party_of, seated, visitor

from tongban.records.queues.models import HallDevice, ServiceWindow
from tongban.services.queues.tickets import NewTicket, take_ticket


def called(login: str = "zhangguilan") -> None:
    first = ServiceWindow.objects.get(office__code=OFFICE, number=1)
    seated("clerk1", first.pk)
    new = NewTicket(via="kiosk", kind="reimbursement", party_id=party_of(login))
    take_ticket(visitor(), OFFICE, new)
    take_ticket(visitor(), OFFICE, NewTicket(via="kiosk", kind="consult"))
    call("clerk1", 61)


def test_a_call_is_shown_and_read_aloud(screen):
    called()
    text = words(screen.get(SCREEN))
    assert "请C001号到1号窗口办理" in text
    assert "等候 1 人" in text


def test_the_part_that_refreshes_says_the_same(screen):
    called()
    part = screen.get(f"{SCREEN}board/")
    assert "C001" in words(part)
    assert "<html" not in part.content.decode()


def test_no_person_is_on_the_screen(screen):
    called()
    page = screen.get(SCREEN).content.decode()
    assert "张" not in page
    assert "9900" not in page


def test_an_empty_hall_says_so(screen):
    assert "现在没有叫号" in words(screen.get(SCREEN))


def test_a_browser_without_a_code_is_asked_for_one():
    for address in (SCREEN, f"{SCREEN}board/", KIOSK):
        assert Client().get(address).headers["Location"] == OPEN
    assert "启用大厅设备" in words(Client().get(OPEN))


def test_a_screen_is_no_terminal(screen):
    assert screen.get(KIOSK).headers["Location"] == OPEN


def test_a_wrong_code_opens_nothing():
    answer = Client().post(OPEN, {"code": "WRONG123"})
    assert answer.status_code == 422
    assert "设备码不正确" in words(answer)


def test_a_revoked_screen_goes_dark(screen):
    HallDevice.objects.update(revoked_at="2023-09-11T00:00Z")
    assert screen.get(SCREEN).headers["Location"] == OPEN


def test_an_unknown_hall_is_not_found():
    assert Client().get("/hall/nowhere/open/").status_code == 404


def test_nothing_of_a_screen_is_kept_by_browsers(screen):
    assert "no-store" in screen.get(SCREEN).headers["Cache-Control"]
