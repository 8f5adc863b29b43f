"""A department's table in the browser: taken in, looked at, one proposal accepted."""

from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.conftest import ARTEFACTS
from tests.journeys.window import CHINA, Desk, put_clock, sideways
from tests.services.enrolment.people import party_of
from tests.services.matching.feeds import SOURCE, table

from tongban.services.demo.enrolment import load_demo_enrolment
from tongban.services.demo.operations import load_demo

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
DAY = "2026-12-01"
LOADED_AT = datetime(2026, 12, 1, 10, tzinfo=CHINA)
PHONE = {"width": 390, "height": 844}
WIDE = {"width": 1280, "height": 900}


@pytest.fixture
def site(live_server, settings, tmp_path: Path) -> str:
    settings.TONGBAN_DEMO = True
    settings.TONGBAN_FILES = tmp_path
    load_demo(LOADED_AT)
    load_demo_enrolment(LOADED_AT)
    put_clock(DAY)
    return str(live_server.url)


def shot(page: Page, name: str) -> None:
    ARTEFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTEFACTS / f"matching-{name}.png", full_page=True)


def test_a_table_is_taken_in_and_a_proposal_accepted(
    site, page: Page, accessibility_faults
):
    person = party_of("wangjianguo")
    rows = [(person.name, person.identifier, "2026-11-30"), ("", "12", "昨天")]
    page.set_viewport_size(WIDE)
    desk = Desk(page, site)
    desk.sign_in("supervisor")
    page.goto(f"{site}/desk/matching/feed/")
    page.fill("[name=source]", SOURCE)
    page.set_input_files(
        "[name=table]",
        {
            "name": "feed.xlsx",
            "mimeType": "application/octet-stream",
            "buffer": table(rows),
        },
    )
    page.get_by_role("button", name="接收").click()
    expect(page.get_by_role("cell", name="B3")).to_be_visible()
    assert accessibility_faults() == []
    shot(page, "feed-wide")
    desk.sign_in("clerk1")
    page.goto(f"{site}/desk/matching/")
    assert accessibility_faults() == []
    shot(page, "list-wide")
    page.set_viewport_size(PHONE)
    assert not sideways(page)
    shot(page, "list-narrow")
    page.get_by_role("button", name="核实无误，终止参保").click()
    expect(page.get_by_text("已经办理，办件编号")).to_be_visible()
