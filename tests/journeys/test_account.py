"""One's account: where each yuan came from, and sharing it with a mother."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer
from tests.journeys.window import Desk

from tongban.records.accounts.models import Account
from tongban.records.audit.models import AccessLook
from tongban.services.demo.enrolment import load_demo_enrolment
from tongban.services.demo.operations import load_demo
from tongban.services.demo.personal_accounts import load_demo_personal_accounts
from tongban.services.demo.roster import demo_password
from tongban.services.timekeeping.operations import set_clock

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
MONDAY = datetime(2026, 3, 9, 10, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def site(live_server: LiveServer, settings) -> str:
    """The demo region with its accounts credited, served."""
    settings.TONGBAN_DEMO = True
    load_demo(MONDAY)
    load_demo_enrolment(MONDAY)
    load_demo_personal_accounts(MONDAY)
    set_clock(moment=MONDAY, set_by="tests")
    return str(live_server.url)


def sign_in(page: Page, site: str, login: str) -> None:
    page.context.clear_cookies()
    page.goto(f"{site}/sign-in/")
    page.fill("[name=login_name]", login)
    page.fill("[name=password]", demo_password())
    page.click("main form button.primary")


def test_every_movement_says_where_it_came_from_and_a_mother_is_let_in(
    site: str, page: Page, accessibility_faults: Callable[[], list[str]]
) -> None:
    sign_in(page, site, "wangjianguo")
    page.goto(f"{site}/my/account/")
    expect(page.locator(".balance")).to_contain_text("元")
    expect(page.locator(".movements tbody tr").first).to_contain_text("依据：")
    assert accessibility_faults() == []
    page.get_by_role("link", name="2025年").click()
    expect(page.locator(".movements tbody tr").first).to_contain_text("2025年")
    with page.expect_download() as saved:
        page.get_by_role("link", name="下载明细表").click()
    assert saved.value.suggested_filename.endswith(".xlsx")
    page.get_by_role("link", name="家庭共济").click()
    assert accessibility_faults() == []
    page.get_by_label("每年最多（元）").first.fill("380")
    page.get_by_role("button", name="修改额度").click()
    expect(page.get_by_text("额度已经修改")).to_be_visible()

    sign_in(page, site, "zhangguilan")
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{site}/my/account/family/")
    assert accessibility_faults() == []
    page.get_by_role("button", name="同意", exact=True).click()
    expect(page.get_by_text("现在能用")).to_contain_text("380.00")
    page.get_by_role("button", name="不再使用").click()
    expect(page.get_by_text("已经结束，不能再使用")).to_be_visible()


def test_who_shares_types_name_and_number_and_is_told_what_is_wrong(
    site: str, page: Page, accessibility_faults: Callable[[], list[str]]
) -> None:
    sign_in(page, site, "limin")
    page.goto(f"{site}/my/account/family/")
    page.get_by_label("近亲属姓名").fill("赵磊")
    page.get_by_label("近亲属证件号码").fill("990001199001010017")
    page.get_by_label("配偶").check()
    page.get_by_label("居民医保个人缴费").check()
    page.get_by_role("button", name="确认授权").click()
    expect(page.get_by_text("没有查到姓名和证件号码都一致的参保人")).to_be_visible()
    assert accessibility_faults() == []
    party = Account.objects.select_related("party").get(login_name="zhaolei").party
    assert party is not None
    page.get_by_label("近亲属证件号码").fill(party.identifier)
    page.get_by_role("button", name="确认授权").click()
    expect(page.get_by_text("等待对方确认")).to_be_visible()


def test_a_clerk_looks_and_the_look_is_kept(
    site: str, page: Page, accessibility_faults: Callable[[], list[str]]
) -> None:
    desk = Desk(page, site)
    desk.sign_in("clerk1")
    party = Account.objects.select_related("party").get(login_name="wangjianguo").party
    assert party is not None
    page.goto(f"{site}/desk/account/")
    assert accessibility_faults() == []
    page.get_by_label("证件号码").fill(party.identifier)
    page.get_by_label("查阅原因").select_option("本人在窗口查询")
    page.get_by_role("button", name="查看").click()
    expect(page.get_by_role("heading", name="余额")).to_be_visible()
    expect(page.get_by_text("张**").or_(page.get_by_text("张*兰"))).to_be_visible()
    assert accessibility_faults() == []
    assert AccessLook.objects.filter(party_id=party.pk).count() == 1
