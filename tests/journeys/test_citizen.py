"""Journey (a): a citizen files 异地长期居住 and it is in force at once.

By mouse, by keyboard alone, and in the elder layout on a phone.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer
from tests.covers import insure_everybody

from tongban.records.cases.models import Case
from tongban.services.demo.operations import load_demo
from tongban.services.demo.roster import demo_password
from tongban.services.timekeeping.operations import set_clock

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
MONDAY = datetime(2023, 9, 11, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
PHONE = {"width": 390, "height": 844}
WIDE = """css => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets = [sheet];
}"""
WIDE_LETTERS = '* { letter-spacing: 0.05em; font-family: "DejaVu Sans" !important }'
GUIDE = "/items/long-term-residence-filing/"
PUBLIC_PAGES = (
    "/",
    "/items/",
    "/items/inpatient-reimbursement/",
    "/items/hospital-designation/",
    "/clock/?accepted=2023-09-22&working_days=15",
    "/progress/",
    "/regions/",
    "/regions/370700/",
    "/look/",
    "/check/",
    "/ask/",
    "/rate/",
    "/postings/",
    "/sign-in/",
)


@pytest.fixture
def site(
    live_server: LiveServer,
    page: Page,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> str:
    """The demo region, served, on Monday 11 September 2023."""
    monkeypatch.setattr(settings, "TONGBAN_DEMO", True)
    monkeypatch.setattr(settings, "TONGBAN_FILES", tmp_path)
    load_demo(MONDAY)
    insure_everybody()
    set_clock(moment=MONDAY, set_by="tests")
    return str(live_server.url)


def sign_in(page: Page, login: str) -> None:
    page.get_by_label("账号").fill(login)
    page.get_by_label("密码").fill(demo_password())
    page.get_by_role("button", name="登录").click()


def fill_the_filing(page: Page) -> None:
    page.get_by_label("备案就医地").fill("北京市")
    page.get_by_label("备案开始日期").fill("2023-09-20")
    page.get_by_label("承诺").check()


@pytest.mark.clause("SD28-12", "SD20-4")
def test_a_filing_is_in_force_at_once(
    site: str, page: Page, accessibility_faults: Callable[[], list[str]]
) -> None:
    page.goto(site + "/")
    page.get_by_label("搜索事项").fill("异地备案")
    page.get_by_role("button", name="搜索").click()
    page.get_by_role("link", name="异地长期居住人员备案").click()
    assert accessibility_faults() == []
    page.get_by_role("link", name="在线办理").first.click()
    sign_in(page, "wangjianguo")
    expect(page.get_by_role("heading", name="异地长期居住人员备案")).to_be_visible()
    page.get_by_role("button", name="开始填写").click()
    page.get_by_label("异地安置").check()
    assert accessibility_faults() == []
    page.get_by_role("button", name="下一步").click()
    fill_the_filing(page)
    assert accessibility_faults() == []
    page.get_by_role("button", name="下一步").last.click()
    expect(page.get_by_text("北京市")).to_be_visible()
    page.get_by_role("button", name="确认提交").click()

    expect(page.get_by_text("当场办结，现在就生效。")).to_be_visible()
    case = Case.objects.get()
    expect(page.get_by_text(case.number)).to_be_visible()
    expect(page.get_by_text(case.query_code)).to_be_visible()
    assert accessibility_faults() == []

    page.get_by_role("link", name="看这件事的进度").click()
    expect(page.get_by_text("已办结").first).to_be_visible()
    assert accessibility_faults() == []
    look_up_without_signing_in(page, case)


def look_up_without_signing_in(page: Page, case: Case) -> None:
    page.get_by_role("button", name="退出").click()
    page.get_by_label("受理编号").fill(case.number)
    page.get_by_label("查询码").fill(case.query_code)
    page.get_by_role("button", name="查询").click()
    expect(page.get_by_text("已经办完")).to_be_visible()
    expect(page.get_by_text("王建国")).to_have_count(0)


def test_the_same_by_keyboard_alone(site: str, page: Page) -> None:
    page.goto(site + "/sign-in/?next=/apply/long-term-residence-filing/")
    page.get_by_label("账号").focus()
    page.keyboard.type("wangjianguo")
    page.keyboard.press("Tab")
    page.keyboard.type(demo_password())
    page.keyboard.press("Enter")
    page.get_by_label("王建国").focus()
    page.keyboard.press("Enter")
    page.get_by_label("异地安置").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.get_by_label("备案就医地").focus()
    page.keyboard.type("北京市")
    page.get_by_label("备案开始日期").fill("2023-09-20")
    page.get_by_label("承诺").focus()
    page.keyboard.press("Space")
    page.get_by_label("备案就医地").focus()
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="确认提交").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_text("当场办结，现在就生效。")).to_be_visible()
    assert Case.objects.count() == 1


def test_the_same_in_the_elder_layout_on_a_phone(
    site: str, page: Page, accessibility_faults: Callable[[], list[str]]
) -> None:
    page.set_viewport_size(PHONE)
    page.goto(site + GUIDE)
    page.get_by_role("button", name="长者版").click()
    assert page.locator("html").get_attribute("data-elder") == "yes"
    page.get_by_role("link", name="在线办理").last.click()
    sign_in(page, "wangjianguo")
    page.get_by_role("button", name="开始填写").click()
    page.get_by_label("异地安置").check()
    page.get_by_role("button", name="下一步").click()
    fill_the_filing(page)
    small = page.eval_on_selector_all(
        "main button:not(.visually-hidden), main a.button, main label.choice",
        "found => found.map(e => e.getBoundingClientRect().height)"
        ".filter(height => height && height < 60)",
    )
    assert small == []
    assert accessibility_faults() == []
    page.get_by_role("button", name="下一步").last.click()
    page.get_by_role("button", name="确认提交").click()

    expect(page.get_by_text("当场办结，现在就生效。")).to_be_visible()
    assert _sideways(page) == 0


@pytest.mark.clause("SD28-16")
def test_answers_make_the_materials_exact_as_they_are_ticked(
    site: str, page: Page
) -> None:
    page.goto(site + "/items/inpatient-reimbursement/?as=resident")
    expect(page.get_by_text("急诊时要").first).to_be_visible()
    for answer in ("意外伤害", "不是急诊", "本人办理"):
        page.get_by_label(answer).check()
        expect(page.get_by_label(answer)).to_be_checked()

    expect(page.get_by_text("需要 5 样材料")).to_be_visible()
    assert "s.cause=accident" in page.url
    expect(page.get_by_text("急诊时要")).to_have_count(0)


@pytest.mark.parametrize("elder", [False, True], ids=["ordinary", "elder"])
def test_public_pages_fit_a_phone_and_pass_the_accessibility_check(
    site: str, page: Page, accessibility_faults: Callable[[], list[str]], *, elder: bool
) -> None:
    page.set_viewport_size(PHONE)
    if elder:
        page.context.add_cookies([{"name": "elder", "value": "yes", "url": site}])
    for path in PUBLIC_PAGES:
        page.goto(site + path)
        assert _sideways(page) <= 0, path
        assert accessibility_faults() == [], path


def _sideways(page: Page) -> int:
    """How far the page can be scrolled sideways, in pixels, in a wide font.

    Machines have different fonts; what fits with wide letters fits with all. Text
    can be seen before the last style sheet has come, so the load is waited for.
    """
    page.wait_for_load_state("load")
    page.evaluate(WIDE, WIDE_LETTERS)
    found: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return found
