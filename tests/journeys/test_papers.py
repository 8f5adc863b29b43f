"""Journey: a paper goes from its case to a stranger who proves it, also by keyboard."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer
from tests.journeys.window import sideways
from tests.services.papers.stage import accepted, paper

from tongban.core.papers.kinds import PaperKind
from tongban.services.demo.operations import load_demo
from tongban.services.demo.roster import demo_password
from tongban.services.timekeeping.operations import set_clock

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
MONDAY = datetime(2023, 9, 11, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def site(
    live_server: LiveServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> str:
    """The demo region, served, on Monday 11 September 2023."""
    monkeypatch.setattr(settings, "TONGBAN_DEMO", True)
    monkeypatch.setattr(settings, "TONGBAN_FILES", tmp_path)
    load_demo(MONDAY)
    set_clock(moment=MONDAY, set_by="tests")
    return str(live_server.url)


def test_a_paper_is_downloaded_by_its_owner_and_proved_by_a_stranger(
    site: str,
    page: Page,
    tmp_path: Path,
    accessibility_faults: Callable[[], list[str]],
) -> None:
    number = accepted()
    page.goto(f"{site}/sign-in/?next=/my/cases/{number}/")
    page.get_by_label("账号").fill("zhaolei")
    page.get_by_label("密码").fill(demo_password())
    page.get_by_role("button", name="登录").click()
    link = page.get_by_role("link", name="受理通知书")
    assert accessibility_faults() == []
    answer = page.request.get(site + str(link.get_attribute("href")))
    assert answer.headers["content-type"] == "application/pdf"
    whole, changed = tmp_path / "whole.pdf", tmp_path / "changed.pdf"
    whole.write_bytes(answer.body())
    changed.write_bytes(answer.body().replace(b"/Pages", b"/Pagez"))
    page.context.clear_cookies()

    page.get_by_role("link", name="文书核验").first.click()
    page.get_by_label("文书的 PDF 文件").set_input_files(whole)
    page.get_by_role("button", name="核验文件").click()
    page.get_by_text("真实：是本机构出具的文书，没有改动").wait_for()
    assert "赵*" in page.locator("main").inner_text()
    assert accessibility_faults() == []

    page.get_by_label("文书的 PDF 文件").set_input_files(changed)
    page.get_by_role("button", name="核验文件").click()
    page.get_by_text("有改动：").wait_for()


def test_number_and_code_are_checked_by_keyboard_on_a_phone_in_large_letters(
    site: str, page: Page, accessibility_faults: Callable[[], list[str]]
) -> None:
    row = paper(accepted(), PaperKind.RECEIPT)
    page.set_viewport_size(PHONE)
    page.context.add_cookies([{"name": "elder", "value": "yes", "url": site}])
    page.goto(f"{site}/papers/verify/")
    assert not sideways(page)
    assert accessibility_faults() == []
    page.get_by_label("文书编号").focus()
    page.keyboard.type(row.number)
    page.keyboard.press("Tab")
    page.keyboard.type(row.check_code)
    page.keyboard.press("Enter")
    page.get_by_text("真实").wait_for()
    assert not sideways(page)

    page.goto(f"{site}/papers/{row.number}/?c={row.check_code}")
    assert "收件回执" in page.locator("main").inner_text()
    page.goto(f"{site}/papers/{row.number}/?c=000000000000")
    assert "没有查到这份文书" in page.locator("main").inner_text()
