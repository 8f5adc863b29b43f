"""The register in the browser: a person at the desk, a certificate on a phone."""

from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.conftest import ARTEFACTS
from tests.journeys.test_credential import sign_in
from tests.journeys.test_voices import press_in_more, tab_to
from tests.journeys.window import CHINA, Desk, put_clock, sideways

from tongban.records.accounts.models import Account
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
    page.screenshot(path=ARTEFACTS / f"register-{name}.png", full_page=True)


@pytest.mark.clause("PT25-4")
def test_a_person_is_found_and_opened_without_a_mouse(
    site, page: Page, accessibility_faults
):
    party = Account.objects.select_related("party").get(login_name="limin").party
    assert party is not None
    page.set_viewport_size(WIDE)
    desk = Desk(page, site)
    desk.sign_in("clerk1")
    press_in_more(page, "a[href='/desk/people/']")
    assert accessibility_faults() == []
    tab_to(page, "[name=identifier]")
    page.keyboard.type(party.identifier)
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="历次参保")).to_be_visible()
    assert party.identifier not in page.content()
    assert accessibility_faults() == []
    shot(page, "person")
    page.set_viewport_size(PHONE)
    assert not sideways(page)
    shot(page, "person-phone")


@pytest.mark.clause("SD28-8")
def test_a_certificate_is_issued_on_a_phone_in_large_type(
    site, page: Page, accessibility_faults
):
    page.set_viewport_size(PHONE)
    sign_in(page, site, "wangjianguo")
    cookie = {"name": "elder", "value": "yes", "url": site}
    page.context.add_cookies([cookie])
    page.goto(f"{site}/my/insurance/")
    assert not sideways(page)
    shot(page, "insurance-elder")
    page.get_by_role("link", name="开具证明").click()
    page.get_by_label("缴费证明").check()
    page.get_by_role("button", name="开具").click()
    expect(page.get_by_text("缴费证明已经开具")).to_be_visible()
    assert accessibility_faults() == []
    assert not sideways(page)
    shot(page, "certificates-elder")
    page.set_viewport_size(WIDE)
    shot(page, "certificates-wide")
    page.goto(f"{site}/my/insurance/")
    shot(page, "insurance-wide")
    page.get_by_role("link", name="这个不对").first.click()
    expect(page.get_by_role("heading", name="登记的信息不对")).to_be_visible()
    shot(page, "wrong-wide")
