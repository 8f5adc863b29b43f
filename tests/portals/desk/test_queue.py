"""The queue at the desk: the column's buttons, windows and device codes."""

import re

import pytest
from django.http import HttpResponse
from django.test import Client
from tests.portals.desk.staff import at_desk, words
from tests.services.cases.stage import submitted
from tests.services.queues.hall import OFFICE, consultation, party_of, set_up, visitor

from tongban.records.audit.models import AccessLook
from tongban.records.queues.models import HallDevice, ServiceWindow, Ticket
from tongban.services.queues.tickets import NewTicket, take_ticket
from tongban.services.timekeeping.operations import set_clock

QUEUE = "/desk/queue/"
MANAGE = "/desk/queue/manage/"


@pytest.fixture
def window_id() -> int:
    return set_up((), ())[0]


def press(client: Client, do: str, **fields: object) -> HttpResponse:
    page = client.get(QUEUE).content.decode()
    key = re.search(r'name="key" value="([^"]+)"', page)
    ticket = re.search(r'name="ticket" value="(\d+)"', page)
    sent = {
        "do": do,
        "key": key.group(1) if key else "",
        "ticket": ticket.group(1) if ticket else "",
        **fields,
    }
    return client.post(f"{QUEUE}act/", sent, follow=True)


def later(minute: int) -> None:
    from tests.portals.desk.staff import MONDAY  # noqa: PLC0415 - beside its use

    set_clock(moment=MONDAY.replace(minute=minute), set_by="tests")


def come(login: str = "zhaolei") -> None:
    new = NewTicket(
        via="kiosk",
        item="inpatient-reimbursement",
        audience="resident",
        party_id=party_of(login),
        materials=("fee-list",),
    )
    take_ticket(visitor(), OFFICE, new)


def test_an_office_without_windows_says_how_to_begin(clerk, supervisor):
    assert "请联系本单位监督员或者系统管理员设置" in words(clerk.get(QUEUE))
    assert "设置窗口" in words(supervisor.get(QUEUE))


@pytest.mark.clause("CN39-十二", "PT25-7")
def test_a_visit_from_the_call_to_the_end(clerk, window_id):
    come()
    assert "正在等候" in words(press(clerk, "sit", window=window_id))
    text = words(press(clerk, "call"))
    assert "请C001号到1号窗口" in text
    assert "赵*" in text
    assert "限时办结" in text
    assert "已带：" in text
    later(5)
    assert "已重呼C001号" in words(press(clerk, "recall"))
    assert "C001号：处理完毕（其他）" in words(press(clerk, "finish", ending="other"))
    assert Ticket.objects.get().ending == "other"


def test_receiving_the_visitor_fills_the_counter_and_leaves_a_trace(clerk, window_id):
    come()
    press(clerk, "sit", window=window_id)
    press(clerk, "call")
    answer = press(clerk, "receive")
    assert answer.redirect_chain[-1][0] == "/desk/counter/"
    assert "赵*" in words(answer)
    assert AccessLook.objects.get().reason == "窗口叫号C001"


def test_the_case_of_the_visit_is_offered_and_closes_the_ticket(clerk, window_id):
    come()
    press(clerk, "sit", window=window_id)
    press(clerk, "call")
    number = submitted().number
    page = clerk.get(QUEUE).content.decode()
    assert '<option value="accepted" selected>' in page
    assert f'<option value="{number}" selected>' in page
    text = words(press(clerk, "finish", ending="accepted", case=number))
    assert "C001号：已受理" in text
    assert Ticket.objects.get().case.number == number


def test_calling_on_before_the_rating_asks_once_more(clerk, window_id):
    consultation()
    consultation()
    press(clerk, "sit", window=window_id)
    press(clerk, "call")
    press(clerk, "finish", ending="consulted")
    later(2)
    answer = press(clerk, "call")
    assert "Z001号还没有评价" in words(answer)
    assert "仍叫下一位" in words(answer)
    assert "请Z002号到1号窗口" in words(press(clerk, "call", anyway="yes"))


def test_the_locked_seconds_are_said(clerk, window_id):
    consultation()
    consultation()
    press(clerk, "sit", window=window_id)
    press(clerk, "call")
    press(clerk, "finish", ending="mistaken")
    answer = press(clerk, "call")
    assert "刚叫过号，请10秒后再叫下一位" in words(answer)
    assert 'data-locked="10"' in answer.content.decode()


def test_skip_forward_pause_and_leave(clerk, window_id):
    consultation()
    press(clerk, "sit", window=window_id)
    press(clerk, "call")
    assert "已过号，稍后再叫" in words(press(clerk, "skip", reason="absent"))
    later(2)
    press(clerk, "call")
    other = ServiceWindow.objects.get(number=2).pk
    assert "对方会优先叫到" in words(press(clerk, "forward", target=f"window:{other}"))
    assert "已暂停服务：短暂休息" in words(press(clerk, "pause", reason="break"))
    assert "叫下一位" in words(press(clerk, "resume"))
    assert "已离岗" in words(press(clerk, "close"))


def test_a_clerk_hands_a_ticket_to_who_cannot_use_the_terminal(clerk, window_id):
    assert "已取号：B001" in words(press(clerk, "take", kind="moving"))


@pytest.mark.parametrize(
    ("do", "fields"),
    [
        ("sit", {"window": "x"}),
        ("call", {}),
        ("finish", {"ending": "left", "ticket": "1"}),
        ("forward", {"target": "moon:1", "ticket": "1"}),
        ("receive", {}),
        ("dance", {}),
    ],
)
def test_what_cannot_be_done_is_said_in_words(clerk, window_id, do, fields):
    answer = press(clerk, do, **fields)
    assert answer.status_code in {200, 409}
    assert re.search(
        "没有找到|请先选择|请先在这个窗口上岗|请选择|没有选择", words(answer)
    )


def test_a_supervisor_sees_the_queue_and_does_not_call(supervisor, window_id):
    consultation()
    text = words(supervisor.get(QUEUE))
    assert "Z001" in text
    assert "上岗" not in text
    assert supervisor.post(f"{QUEUE}act/", {"do": "call"}).status_code == 403


def test_finance_has_no_business_here(finance):
    assert finance.get(QUEUE).status_code == 403
    assert at_desk("clerk1").get(MANAGE).status_code == 403


def managed(client: Client, **fields: object) -> HttpResponse:
    page = client.get(MANAGE).content.decode()
    key = re.search(r'name="key" value="([^"]+)"', page)
    assert key
    return client.post(MANAGE, {"key": key.group(1), **fields}, follow=True)


def test_a_window_is_set_up_from_the_page(supervisor):
    sent = {"do": "window", "number": "7", "name": "咨询", "kinds": ["consult"]}
    text = words(managed(supervisor, **sent))
    assert "7号窗口已保存" in text
    row = ServiceWindow.objects.get()
    assert (row.number, row.kinds) == (7, ["consult"])
    changed = managed(supervisor, **{**sent, "name": "综合", "window": row.pk})
    assert "综合" in words(changed)


@pytest.mark.parametrize(
    "fields",
    [
        {"do": "window", "number": "0", "name": "零"},
        {"do": "window", "number": "1", "name": ""},
        {"do": "device", "kind": "toaster", "device_name": "x"},
        {"do": "device", "kind": "screen", "device_name": ""},
        {"do": "dance"},
    ],
)
def test_a_mistake_in_setting_up_is_said(supervisor, fields):
    assert managed(supervisor, **fields).status_code == 422
    assert not ServiceWindow.objects.exists()
    assert not HallDevice.objects.exists()


def test_a_device_code_is_shown_once_and_opens_the_device(supervisor):
    answer = managed(supervisor, do="device", kind="screen", device_name="大厅")
    code = re.search(r'class="code figures">([0-9A-Z]{8})<', answer.content.decode())
    assert code
    assert code.group(1) not in supervisor.get(MANAGE).content.decode()
    opened = Client().post(f"/hall/{OFFICE}/open/", {"code": code.group(1)})
    assert opened.headers["Location"] == f"/hall/{OFFICE}/screen/"
    row = HallDevice.objects.get()
    assert "设备已停用" in words(managed(supervisor, do="revoke", device=row.pk))
