"""Journeys: a cashier settles and gives back, at a pharmacy and at a hospital."""

from datetime import datetime

import pytest
from playwright.sync_api import Page
from tests.journeys.window import CHINA, put_clock
from tests.portals.citizen.visitors import signed_in
from tests.portals.hall.devices import identifier_of
from tests.services.hsa.care import stage
from tests.services.hsa.stage import hospital, pharmacy

from tongban.records.settlement.models import Settlement, Visit
from tongban.services.access.scope import leave_scope
from tongban.services.demo.operations import load_demo
from tongban.services.settlement.verify import verify_settlements

LOADED_AT = datetime(2026, 12, 1, 10, tzinfo=CHINA)
DAY = "2026-12-02"


@pytest.fixture
def site(live_server, settings) -> str:
    settings.TONGBAN_DEMO = True
    load_demo(LOADED_AT)
    put_clock(DAY)
    hospital()
    pharmacy()
    stage("wangjianguo")
    leave_scope()
    return str(live_server.url)


def at_till(page: Page, site: str, login: str) -> None:
    cookies = signed_in(login).cookies.items()
    page.context.add_cookies(
        [{"name": name, "value": one.value, "url": site} for name, one in cookies]
    )
    page.goto(f"{site}/till/")
    assert "今天还没有结算" in page.inner_text("main")
    page.get_by_role("link", name="新的一单").click()
    page.fill("[name=paper]", identifier_of("wangjianguo"))
    enter(page)
    assert "王建国" in page.inner_text("main")


def add(page: Page, words: str, count: str, price: str) -> None:
    page.fill("main [name=q]", words)
    enter(page)
    page.get_by_role("button", name="加入").first.focus()
    enter(page)
    page.locator("[name=count]").last.fill(count)
    page.locator("[name=price]").last.fill(price)


def press(page: Page, name: str) -> None:
    """Press a button as somebody without a mouse does."""
    page.get_by_role("button", name=name, exact=True).focus()
    enter(page)


def enter(page: Page) -> None:
    """Press Enter and wait for the page that follows."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("login", ["pharmacy-kuiwen", "hospital-city"])
def test_a_cashier_settles_and_gives_back(page, site, accessibility_faults, login):
    at_till(page, site, login)
    assert accessibility_faults() == []
    press(page, "试算")
    assert "还没有加入项目" in page.inner_text("main")
    add(page, "二甲双胍", "2", "")
    press(page, "结算")
    assert "第1行" in page.inner_text("main")
    assert accessibility_faults() == []
    page.locator("[name=price]").last.fill("500.00")
    press(page, "试算")
    assert "1000.00元" in page.inner_text("main")
    assert accessibility_faults() == []
    page.locator("[name=count]").last.fill("3")
    press(page, "结算")
    assert "已经结算" in page.inner_text("main")
    assert "怎么算出来的" in page.inner_text("main")
    assert accessibility_faults() == []
    assert Settlement.objects.get().total_fen == 1_500_00

    page.get_by_text("退费", exact=True).click()
    press(page, "确认退费 1,500.00 元")
    assert "已经退费" in page.inner_text("main")
    page.get_by_role("link", name="回到当天清单").click()
    press(page, "与平台对总账")
    assert "一致" in page.inner_text("main")
    assert "不一致" not in page.inner_text("main")
    assert accessibility_faults() == []
    assert Settlement.objects.count() == 2
    leave_scope()
    assert list(verify_settlements()) == []


@pytest.mark.django_db(transaction=True)
def test_an_order_given_up_leaves_no_open_visit(page, site):
    at_till(page, site, "hospital-city")
    add(page, "二甲双胍", "1", "10")
    press(page, "试算")
    assert Visit.objects.get().state == "open"
    press(page, "取消这一单")
    assert "已经取消" in page.inner_text("main")
    assert Visit.objects.get().state == "void"
    assert Settlement.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_somebody_unknown_or_not_covered_is_said_so(page, site):
    at_till(page, site, "pharmacy-kuiwen")
    page.goto(f"{site}/till/sale/")
    page.fill("[name=paper]", "99")
    enter(page)
    assert "平台没有受理" in page.inner_text("main")
