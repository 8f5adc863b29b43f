"""A bad rating followed to its end: called back, put right, seen by a second person."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer
from tests.journeys.window import CHINA, Desk, put_clock, sideways
from tests.services.ratings.saying import DAY, complained, corrected, login_of

from tongban.records.ratings.models import Voice
from tongban.services.access.scope import leave_scope
from tongban.services.demo.operations import load_demo

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
LOADED_AT = datetime(2026, 12, 1, 10, tzinfo=CHINA)
PHONE = {"width": 390, "height": 844}
WIDE = {"width": 1280, "height": 900}
TABS_MAX = 60


@pytest.fixture
def desk(page: Page, live_server: LiveServer, settings, tmp_path: Path) -> Desk:
    settings.TONGBAN_DEMO = True
    settings.TONGBAN_FILES = tmp_path
    load_demo(LOADED_AT)
    put_clock(DAY)
    page.set_viewport_size(WIDE)
    return Desk(page, live_server.url)


def tab_to(page: Page, selector: str) -> None:
    """Tab on until the element has the focus, as somebody without a mouse would."""
    for _ in range(TABS_MAX):
        page.keyboard.press("Tab")
        if page.evaluate("one => document.activeElement.matches(one)", selector):
            return
    raise AssertionError(f"{selector} is not reached by Tab")


def press(page: Page, selector: str) -> None:
    """Reach a link or button by Tab and follow it."""
    tab_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def press_in_more(page: Page, selector: str) -> None:
    """Unfold the parts that do not fit, reach one of them and follow it."""
    tab_to(page, ".desk-more summary")
    page.keyboard.press("Enter")
    press(page, selector)


def open_bad_rating(desk: Desk, login: str) -> None:
    desk.sign_in(login)
    press_in_more(desk.page, "a[href='/desk/voices/']")
    press(desk.page, "td a.button")


@pytest.mark.clause("SD20-三(三)")
def test_a_bad_rating_is_followed_to_its_end_without_a_mouse(
    desk: Desk, accessibility_faults: Callable[[], list[str]]
) -> None:
    page, correction = desk.page, corrected()
    leave_scope()
    open_bad_rating(desk, login_of(correction.owner_id))
    assert accessibility_faults() == []
    call_back(page)
    press(page, "button[value=start]")
    expect(page.get_by_text("已开始整改")).to_be_visible()
    claim_fixed(page)

    open_bad_rating(desk, "supervisor")
    assert accessibility_faults() == []
    press(page, "button[value=approve]")
    expect(page.get_by_text("复核结果已登记")).to_be_visible()
    expect(page.get_by_role("heading", name="复核")).to_have_count(0)
    assert accessibility_faults() == []
    correction.refresh_from_db()
    assert correction.state == "fixed"
    press_in_more(page, "a[href='/desk/voices/']")
    press(page, "a[href$='shelf=ended']")
    expect(page.get_by_role("cell", name="已整改")).to_be_visible()


def call_back(page: Page) -> None:
    tab_to(page, "[name=reached]")
    page.keyboard.press("Space")
    tab_to(page, "#call-words")
    page.keyboard.type("已电话致歉，说明了原因")
    press(page, "button[value=call]")
    expect(page.get_by_text("回访已登记")).to_be_visible()


def claim_fixed(page: Page) -> None:
    tab_to(page, "[name=deed]")
    page.keyboard.press("Space")
    tab_to(page, "#claim-words")
    page.keyboard.type("已把指南以外的证明从清单里去掉")
    press(page, "button[value=claim]")
    expect(page.get_by_text("等待另一人复核")).to_be_visible()


def test_a_complaint_is_answered_on_a_phone(
    desk: Desk, accessibility_faults: Callable[[], list[str]]
) -> None:
    page, voice = desk.page, Voice.objects.get(number=complained().number)
    leave_scope()
    desk.sign_in(login_of(voice.owner_id))
    page.set_viewport_size(PHONE)
    page.goto(f"{desk.site}/desk/voices/said/")
    assert accessibility_faults() == []
    press(page, "td a.button")
    tab_to(page, "#answer-words")
    page.keyboard.type("已增开一个窗口，并向您致歉")
    press(page, "button[value=answer]")
    expect(page.get_by_text("已答复").first).to_be_visible()
    expect(page.locator("#answer-words")).to_have_count(0)
    assert accessibility_faults() == []
    assert not sideways(page)
