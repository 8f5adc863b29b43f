"""The progress table in the browser: a row filled in by keyboard, on a phone too."""

import re
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.conftest import ARTEFACTS
from tests.journeys.window import CHINA, Desk, put_clock, sideways
from tests.services.crossing.stage import GUANGZHOU, open_cities_of_guangdong

from tongban.records.accounts.models import Account
from tongban.records.offices.models import Office, StaffGrant
from tongban.services.demo.operations import load_demo

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True),
    pytest.mark.clause("GD18-任务六"),
]
LOADED_AT = datetime(2026, 12, 1, 10, tzinfo=CHINA)
PHONE = {"width": 390, "height": 844}
WIDE = {"width": 1280, "height": 900}


@pytest.fixture
def site(live_server, settings, tmp_path: Path) -> str:
    """A site of Guangzhou, where the demo's supervisor works."""
    settings.TONGBAN_DEMO = True
    settings.TONGBAN_FILES = tmp_path
    load_demo(LOADED_AT)
    settings.TONGBAN_REGION = GUANGZHOU
    open_cities_of_guangdong()
    office = Office.objects.get(code=GUANGZHOU)
    Account.objects.filter(login_name="supervisor").update(office=office)
    StaffGrant.objects.filter(account__login_name="supervisor").update(office=office)
    put_clock("2026-12-18")
    return str(live_server.url)


def shot(page: Page, name: str) -> None:
    ARTEFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTEFACTS / f"crossing-{name}.png", full_page=True)


def test_a_row_is_filled_in_by_keyboard(site, page: Page, accessibility_faults):
    page.set_viewport_size(WIDE)
    Desk(page, site).sign_in("supervisor")
    page.goto(f"{site}/desk/crossing/")
    expect(page.get_by_text("12月20日截止，还有76处没有填")).to_be_visible()
    assert accessibility_faults() == []
    shot(page, "table-wide")
    page.get_by_role("link", name=re.compile("产前检查费支付")).focus()
    page.keyboard.press("Enter")
    page.get_by_label("已实现通办范围").focus()
    page.keyboard.type("越秀区、天河区")
    assert accessibility_faults() == []
    shot(page, "row-wide")
    page.get_by_role("button", name="保存").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("已保存1格")).to_be_visible()
    page.set_viewport_size(PHONE)
    page.goto(f"{site}/desk/crossing/rows/2/")
    assert not sideways(page)
    expect(page.get_by_label("已实现通办范围")).to_have_value("越秀区、天河区")
    page.goto(f"{site}/desk/crossing/")
    assert not sideways(page)
    shot(page, "table-narrow")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载现在的表").click()
    assert download.value.suggested_filename.endswith(".xlsx")
