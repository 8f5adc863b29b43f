"""A morning in the hall: a terminal, the screen, a window, and the minute's end."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page
from tests.covers import insure_everybody
from tests.journeys.window import Desk, sideways
from tests.portals.hall.devices import identifier_of
from tests.services.queues.hall import OFFICE

from tongban.core.items.catalogue import Channel
from tongban.records.accounts.models import Account
from tongban.records.cases.models import Case
from tongban.records.queues.models import ServiceWindow, Ticket
from tongban.services.access.queries import actor_of
from tongban.services.cases.envelope import Envelope
from tongban.services.demo.operations import load_demo
from tongban.services.queues.devices import make_device
from tongban.services.queues.queries import CALLS_SHOWN_MAX
from tongban.services.queues.tickets import NewTicket, take_ticket
from tongban.services.queues.windows import NewWindow, set_up_window
from tongban.services.timekeeping.operations import set_clock

NINE = datetime(2023, 9, 11, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def sent(settings, transactional_db) -> Envelope:
    """The supervisor of a hall with one window, at nine in the morning."""
    settings.TONGBAN_DEMO = True
    load_demo(NINE)
    insure_everybody()
    set_clock(moment=NINE, set_by="journey")
    actor = actor_of(Account.objects.get(login_name="supervisor"), NINE.date())
    envelope = Envelope(actor=actor, now=NINE, key="window", channel=Channel.COUNTER)
    set_up_window(envelope, office=OFFICE, new=NewWindow(1, "综合窗口"))
    return envelope


def opened(page: Page, site: str, sent: Envelope, kind: str) -> Page:
    """Make the page a device of the hall."""
    code = make_device(sent, office=OFFICE, kind=kind, name="一楼").code
    page.goto(f"{site}/hall/{OFFICE}/open/")
    page.fill("[name=code]", code)
    page.get_by_role("button", name="启用").click()
    return page


@pytest.fixture
def other(browser: Browser) -> Iterator[Page]:
    """A second browser in the same hall."""
    context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai")
    yield context.new_page()
    context.close()


def identify(page: Page, login: str) -> None:
    page.fill("[name=identifier]", identifier_of(login))
    page.fill("[name=name]", Account.objects.get(login_name=login).party.name)
    page.get_by_role("button", name="核验").first.click()


def take_many(sent: Envelope) -> None:
    """Fill the screen: more calls than it shows, each at a window of its own."""
    for place in range(CALLS_SHOWN_MAX + 1):
        key = f"many-{place}"
        new = NewTicket(via="desk", kind="consult")
        ticket = take_ticket(replace(sent, key=key), OFFICE, new)
        window = NewWindow(10 + place, "综合窗口")
        made = set_up_window(replace(sent, key=f"{key}-w"), office=OFFICE, new=window)
        Ticket.objects.filter(pk=ticket.id).update(
            state="called", window=made.id, called_at=sent.now
        )


def test_a_filing_at_the_terminal_then_nothing_is_left(
    live_server, page, sent, accessibility_faults
):
    opened(page, live_server.url, sent, "kiosk")
    assert accessibility_faults() == []
    page.get_by_role("link", name="临时外出就医人员备案").click()
    assert accessibility_faults() == []
    page.get_by_role("link", name="现在就在这里办").click()
    assert accessibility_faults() == []
    identify(page, "limin")
    page.get_by_label("因出差").check()
    page.get_by_role("button", name="下一步").click()
    page.fill("[name=insured_name]", "李敏")
    page.fill("[name=insured_id_number]", identifier_of("limin"))
    page.fill("[name=contact_phone]", "10012345679")
    page.fill("[name=place]", "北京市")
    page.fill("[name=start_on]", "2023-10-01")
    page.fill("[name=reason]", "探亲")
    page.locator("[name=promise]").check()
    assert accessibility_faults() == []
    page.get_by_role("button", name="提交").click()
    assert "已经办好" in page.inner_text("main")
    assert Case.objects.get().number in page.inner_text("main")
    page.get_by_role("button", name="结束，清除信息").click()
    page.wait_for_url(f"**/kiosk/{OFFICE}/")  # a page that still comes has no history
    page.go_back()
    page.wait_for_load_state()
    assert "李" not in page.inner_text("main")
    assert Case.objects.get().number not in page.inner_text("main")


@pytest.mark.parametrize("width", [1280, 390])
def test_every_target_of_the_terminal_is_large_enough(live_server, page, sent, width):
    page.set_viewport_size({"width": width, "height": 800})
    opened(page, live_server.url, sent, "kiosk")
    for name in ("", "who/", "take/", "items/", "progress/"):
        page.goto(f"{live_server.url}/kiosk/{OFFICE}/{name}")
        assert not sideways(page), name
        low = page.evaluate(
            "[...document.querySelectorAll('button, .button, .kiosk-tiles a,"
            " .kiosk-kinds .kind, .kiosk-ways a, input:not([type=hidden])')]"
            ".filter(e => e.offsetParent && e.offsetHeight < 60)"
            ".map(e => e.outerHTML.slice(0, 80))"
        )
        assert low == [], name


def test_a_ticket_by_keyboard_alone(live_server, page, sent):
    opened(page, live_server.url, sent, "kiosk")
    page.goto(f"{live_server.url}/kiosk/{OFFICE}/take/")
    for _ in range(30):
        page.keyboard.press("Tab")
        focused = page.evaluate("document.activeElement.innerText")
        if "咨询" in focused and "核验" not in focused:
            break
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/ticket/"))
    assert "Z001" in page.inner_text("main")


def test_a_minute_without_a_move_warns_and_wipes(live_server, page, sent):
    page.clock.install()
    opened(page, live_server.url, sent, "kiosk")
    page.goto(f"{live_server.url}/kiosk/{OFFICE}/who/")
    identify(page, "limin")
    page.get_by_text("李*，您好").wait_for()
    page.wait_for_load_state("load")
    page.clock.run_for(46_000)
    assert page.locator("#kiosk-warning").is_visible()
    page.get_by_role("button", name="我还在").click()
    page.clock.run_for(1_000)
    assert page.locator("#kiosk-warning").is_hidden()
    page.clock.run_for(61_000)
    page.wait_for_url(f"{live_server.url}/kiosk/{OFFICE}/")
    page.get_by_role("heading", name="您好，请选择").wait_for()


def test_a_call_at_the_window_shows_on_the_screen_by_itself(
    live_server, page, other, sent, accessibility_faults
):
    opened(other, live_server.url, sent, "kiosk")
    other.get_by_role("link", name="取号排队").click()
    other.get_by_role("button", name="咨询").click()
    screen = opened(other, live_server.url, sent, "screen")
    desk = Desk(page, live_server.url)
    desk.sign_in("clerk1")
    page.goto(f"{live_server.url}/desk/queue/")
    assert accessibility_faults() == []
    desk.press("上岗")
    page.get_by_role("button", name="叫下一位").wait_for()
    page.wait_for_load_state()  # the keys work when the script has run
    page.keyboard.press("F9")
    page.get_by_role("button", name="结束本号").wait_for()
    assert accessibility_faults() == []
    screen.get_by_text("请Z001号到1号窗口办理").wait_for()
    desk.press("结束本号")
    page.get_by_text("处理完毕（咨询）").first.wait_for()
    assert Ticket.objects.get().ending == "consulted"
    assert ServiceWindow.objects.get().state == "open"


def test_the_screen_is_readable_by_programs_too(
    live_server, page, sent, accessibility_faults
):
    take_many(sent)
    opened(page, live_server.url, sent, "screen")
    page.set_viewport_size({"width": 1920, "height": 1080})
    assert page.locator(".calls tbody tr").count() == CALLS_SHOWN_MAX
    assert accessibility_faults() == []
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    assert not sideways(page)


def test_the_page_of_windows_and_devices(live_server, page, sent, accessibility_faults):
    desk = Desk(page, live_server.url)
    desk.sign_in("supervisor")
    page.goto(f"{live_server.url}/desk/queue/manage/")
    page.fill("[name=device_name]", "东侧")
    desk.press("生成设备码")
    assert re.search("[0-9A-Z]{8}", page.inner_text(".queue-opening"))
    assert accessibility_faults() == []
    page.set_viewport_size({"width": 390, "height": 800})
    assert not sideways(page)
