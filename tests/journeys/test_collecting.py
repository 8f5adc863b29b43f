"""A result by post: asked for at home, sent at the window, followed to the door."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer
from tests.journeys.window import CHINA, Desk, put_clock
from tests.services.cases.stage import envelope, submitted

from tongban.core.cases.decisions.handling import Decision
from tongban.records.cases.models import Case
from tongban.services.access.scope import leave_scope
from tongban.services.cases.handling import review_case
from tongban.services.cases.intake import accept_case
from tongban.services.collecting.following import book_parcels, track_parcels
from tongban.services.demo.operations import load_demo
from tongban.services.demo.roster import demo_password

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
LOADED_AT = datetime(2026, 12, 1, 10, tzinfo=CHINA)
NO = Decision(approved=False, amount_fen=0, words="不属于支付范围", clause="SD28-16")
ADDRESS = "潍坊市奎文区示例路2号"
PHONE = {"width": 390, "height": 844}
WIDE = {"width": 1280, "height": 900}


@pytest.fixture
def desk(page: Page, live_server: LiveServer, settings, tmp_path: Path) -> Desk:
    settings.TONGBAN_DEMO = True
    settings.TONGBAN_FILES = tmp_path
    load_demo(LOADED_AT)
    put_clock("2023-09-11")
    return Desk(page, live_server.url)


def at_home(desk: Desk, path: str) -> None:
    desk.page.context.clear_cookies()
    desk.page.goto(f"{desk.site}/sign-in/?next={path}")
    desk.page.get_by_label("账号").fill("zhaolei")
    desk.page.get_by_label("密码").fill(demo_password())
    desk.page.get_by_role("button", name="登录").click()


def decided(number: str) -> None:
    """The office accepts and decides, out of this journey's sight."""
    accept_case(envelope("clerk1"), number=number)
    review_case(envelope("reviewer1"), number=number, decision=NO)
    leave_scope()


@pytest.mark.clause("GD18-通办二")
def test_a_result_by_post_from_the_wish_to_the_door(
    desk: Desk, accessibility_faults: Callable[[], list[str]]
) -> None:
    page, number = desk.page, submitted().number
    page.set_viewport_size(PHONE)
    at_home(desk, f"/my/cases/{number}/")
    page.get_by_role("link", name="改领取方式").click()
    assert accessibility_faults() == []
    ask_for_the_post(page)
    decided(number)

    page.set_viewport_size(WIDE)
    desk.sign_in("clerk1")
    page.get_by_role("link", name="领取和邮寄").click()
    page.get_by_role("link", name="待寄出 1").click()
    assert accessibility_faults() == []
    order_and_look(page)
    assert accessibility_faults() == []

    put_clock("2023-09-13", 12)
    track_parcels(datetime(2023, 9, 13, 12, tzinfo=CHINA))
    at_home(desk, f"/my/cases/{number}/")
    expect(page.get_by_text("寄给您的结果：已签收")).to_be_visible()
    assert accessibility_faults() == []
    look_up_without_signing_in(desk, Case.objects.get(number=number))
    assert accessibility_faults() == []


def ask_for_the_post(page: Page) -> None:
    page.get_by_label("邮寄", exact=True).focus()
    page.keyboard.press("Space")
    page.locator("[name=receiver]").fill("赵磊")
    page.get_by_label("收件人手机号").fill("10012345678")
    page.get_by_label("收件地址").fill(ADDRESS)
    page.keyboard.press("Enter")
    expect(page.get_by_text("领取方式已经改好")).to_be_visible()


def order_and_look(page: Page) -> None:
    """Order the parcel, let the carrier answer, and open its page."""
    page.get_by_role("button", name="下单").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("已向快递公司下单")).to_be_visible()
    put_clock("2023-09-11", 11)
    book_parcels(datetime(2023, 9, 11, 11, tzinfo=CHINA))
    page.get_by_role("link", name="运送中 1").click()
    page.get_by_role("link", name="看经过").click()
    expect(page.get_by_text("演示快递")).to_be_visible()


def look_up_without_signing_in(desk: Desk, case: Case) -> None:
    page = desk.page
    page.context.clear_cookies()
    page.goto(f"{desk.site}/progress/")
    page.get_by_label("受理编号").fill(case.number)
    page.get_by_label("查询码").fill(case.query_code)
    page.keyboard.press("Enter")
    expect(page.get_by_text("寄给您的结果：已签收")).to_be_visible()
    expect(page.get_by_text(ADDRESS)).to_have_count(0)
