"""Putting right: a value that is wrong, papers asked for, an operator who left."""

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer
from tests.journeys.window import CHINA, PDF, Desk, put_clock
from tests.services.cases.stage import PAPERS, envelope, submitted

from tongban.records.cases.models import Case
from tongban.services.access.scope import leave_scope
from tongban.services.cases.notices import NewNotice, send_notice
from tongban.services.demo.operations import load_demo
from tongban.services.demo.roster import demo_password

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
LOADED_AT = datetime(2026, 12, 1, 10, tzinfo=CHINA)
REMOVE = re.compile(r"移除\s*周慧")
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def desk(page: Page, live_server: LiveServer, settings, tmp_path: Path) -> Desk:
    settings.TONGBAN_DEMO = True
    settings.TONGBAN_FILES = tmp_path
    load_demo(LOADED_AT)
    put_clock("2023-09-11")
    return Desk(page, live_server.url)


def at_home(desk: Desk, login: str, path: str, password: str = "") -> None:
    desk.page.context.clear_cookies()
    desk.page.goto(f"{desk.site}/sign-in/?next={path}")
    desk.page.get_by_label("账号").fill(login)
    desk.page.get_by_label("密码").fill(password or demo_password())
    desk.page.get_by_role("button", name="登录").click()


def test_a_wrong_value_is_told_answered_and_read(
    desk: Desk, accessibility_faults: Callable[[], list[str]]
) -> None:
    page = desk.page
    at_home(desk, "wangjianguo", "/apply/long-term-residence-filing/")
    expect(page.get_by_text("同意用您登记的姓名")).to_be_visible()
    page.get_by_role("button", name="开始填写").click()
    page.get_by_label("异地安置").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.locator("a[href$='/contact_phone/']").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("登记的信息不对")
    assert accessibility_faults() == []
    page.get_by_label("正确的").fill("10012345000")
    page.keyboard.press("Enter")
    expect(page.get_by_label("备案就医地")).to_be_visible()

    desk.sign_in("clerk1")
    page.locator("summary", has_text="更多").click()
    page.get_by_role("link", name="信息有误").click()
    expect(page.get_by_text("10012345000")).to_be_visible()
    assert accessibility_faults() == []
    page.get_by_label("确实不对").focus()
    page.keyboard.press("Space")
    page.get_by_label("答复").fill("请办理信息变更")
    page.keyboard.press("Enter")
    expect(page.get_by_text("没有这样的反映")).to_be_visible()

    at_home(desk, "wangjianguo", "/my/data/")
    expect(page.get_by_text("请办理信息变更")).to_be_visible()
    expect(page.get_by_text("异地长期居住人员备案").first).to_be_visible()
    assert accessibility_faults() == []


def test_an_operator_who_left_is_removed_and_can_do_nothing(
    desk: Desk, accessibility_faults: Callable[[], list[str]]
) -> None:
    page = desk.page
    at_home(desk, "hr-machinery", "/unit/operators/")
    assert accessibility_faults() == []
    page.get_by_label("姓名").fill("周慧")
    page.get_by_label("账号", exact=True).fill("hr-second")
    page.get_by_role("button", name="添加").click()
    password = page.locator("b.figures").first.inner_text()
    at_home(desk, "hr-second", "/unit/", password)
    expect(page.get_by_role("link", name="经办人")).to_be_visible()
    second = page.context.cookies()

    at_home(desk, "hr-machinery", "/unit/operators/")
    page.get_by_role("button", name=REMOVE).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=REMOVE)).to_have_count(0)
    expect(page.get_by_text("不再经办")).to_be_visible()
    page.context.clear_cookies()
    page.context.add_cookies(second)
    page.goto(f"{desk.site}/unit/")
    expect(page.get_by_role("link", name="经办人")).to_have_count(0)


@pytest.mark.clause("CN39-十二")
def test_an_elder_puts_an_application_right_in_one_tap(
    desk: Desk, accessibility_faults: Callable[[], list[str]]
) -> None:
    page, number = desk.page, asked_for_a_proof()
    page.set_viewport_size(PHONE)
    page.context.add_cookies([{"name": "elder", "value": "yes", "url": desk.site}])
    page.goto(f"{desk.site}/sign-in/?next=/my/")
    page.get_by_label("账号").fill("zhaolei")
    page.get_by_label("密码").fill(demo_password())
    page.get_by_role("button", name="登录").click()
    page.get_by_role("link", name="去补正").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("补正")
    assert page.locator("html").get_attribute("data-elder") == "yes"
    assert accessibility_faults() == []
    small = page.eval_on_selector_all(
        "main button, main a.button, main input[type=file]",
        "found => found.map(e => e.getBoundingClientRect().height)"
        ".filter(height => height && height < 60)",
    )
    assert small == []
    page.locator("input[type=file]").set_input_files(
        {"name": "诊断证明.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    page.get_by_role("button", name="提交补正").click()
    expect(page.get_by_text("补正已经提交，我们接着办理。")).to_be_visible()
    assert Case.objects.get(number=number).state == "open"


def asked_for_a_proof() -> str:
    """The window tells an elder's application what it lacks, out of sight."""
    number = submitted(papers=PAPERS[:-1], incomplete=True).number
    send_notice(envelope("clerk1"), number=number, notice=NewNotice(()))
    leave_scope()
    return number
