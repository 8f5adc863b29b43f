"""What a visitor meets first: pages that load whole, at home and for everybody."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tongban.services.demo.operations import load_demo

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def _demo(settings, transactional_db):
    settings.TONGBAN_DEMO = True
    load_demo(NOON)


@pytest.mark.usefixtures("_demo")
@pytest.mark.parametrize("address", ["/", "/items/", "/sign-in/", "/staff/sign-in/"])
def test_a_public_page_loads_whole_and_is_accessible(
    live_server, page, accessibility_faults, address
):
    answer = page.goto(live_server.url + address)

    assert answer is not None
    assert answer.status == 200
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert accessibility_faults() == []


@pytest.mark.usefixtures("_demo")
def test_a_narrow_screen_needs_no_sideways_scrolling(live_server, page):
    page.set_viewport_size({"width": 360, "height": 740})
    for address in ("/", "/items/", "/sign-in/"):
        page.goto(live_server.url + address)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.usefixtures("_demo")
def test_the_first_tab_stop_leads_past_the_header(live_server, page):
    page.goto(live_server.url)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"


@pytest.mark.usefixtures("_demo")
@pytest.mark.parametrize(
    ("address", "name"), [("/sign-in/", "wangjianguo"), ("/staff/sign-in/", "clerk1")]
)
def test_each_door_lists_its_demo_accounts(live_server, page, address, name):
    page.goto(live_server.url + address)
    assert name in page.locator("main").inner_text()
