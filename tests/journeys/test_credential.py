"""The 医保码 in the browser: activated, shown, read at window and terminal, once."""

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.test_hall import NINE, opened
from tests.journeys.window import Desk, sideways
from tests.services.cases.stage import envelope
from tests.services.credentials.wallet import code_on_phone, party_of
from tests.services.queues.hall import OFFICE

from tongban.core.credentials.purposes import Scope
from tongban.records.accounts.models import Account
from tongban.records.credentials.models import CredentialUse
from tongban.services.access.queries import actor_of
from tongban.services.cases.envelope import Envelope
from tongban.services.credentials.operations import activate
from tongban.services.credentials.showing import show_code
from tongban.services.demo.operations import load_demo
from tongban.services.demo.roster import demo_password
from tongban.services.timekeeping.operations import set_clock

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def sent(settings, transactional_db, tmp_path: Path) -> Envelope:
    """The supervisor of a hall at nine in the morning, phones of its own."""
    settings.TONGBAN_DEMO = True
    settings.TONGBAN_HOME = tmp_path
    load_demo(NINE)
    set_clock(moment=NINE, set_by="journey")
    return by("supervisor", "key")


def by(login: str, key: str) -> Envelope:
    actor = actor_of(Account.objects.get(login_name=login), NINE.date())
    return replace(envelope(login), actor=actor, now=NINE, key=key)


def sign_in(page: Page, site: str, login: str) -> None:
    page.goto(f"{site}/sign-in/")
    page.fill("[name=login_name]", login)
    page.fill("[name=password]", demo_password())
    page.click("main form button.primary")


def shown(login: str) -> str:
    whose = party_of(login)
    return show_code(by(login, "show"), party_id=whose, scope=Scope.ANY).text


def test_activate_show_and_read_at_the_window_once(
    live_server, page, sent, accessibility_faults
):
    sign_in(page, live_server.url, "zhaolei")
    page.goto(f"{live_server.url}/my/credential/")
    assert accessibility_faults() == []
    page.get_by_role("button", name="发送验证码").click()
    page.fill("[name=code]", code_on_phone("zhaolei"))
    page.get_by_role("button", name="激活医保码").click()
    assert page.get_by_alt_text("医保码二维码").is_visible()
    assert accessibility_faults() == []
    digits = "".join(page.locator(".credential-number span").all_inner_texts())
    expect(page.locator("[data-left]")).to_contain_text("还有")

    desk = Desk(page, live_server.url)
    desk.sign_in("clerk1")
    page.goto(f"{live_server.url}/desk/counter/")
    page.locator("[name=identifier]").press_sequentially(digits)
    page.keyboard.press("Enter")
    page.wait_for_selector("text=正在接待")
    assert "使用中" in page.inner_text("aside")
    page.goto(f"{live_server.url}/desk/counter/credential/")
    assert accessibility_faults() == []
    page.goto(f"{live_server.url}/desk/counter/")
    page.fill("[name=identifier]", digits)
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").first).to_contain_text("已经用于窗口办事")
    assert CredentialUse.objects.count() == 1


def test_a_terminal_reads_the_code(live_server, page, sent):
    activate(by("clerk1", "activate"), party_id=party_of("limin"))
    opened(page, live_server.url, sent, "kiosk")
    page.goto(f"{live_server.url}/kiosk/{OFFICE}/who/")
    page.locator("[name=code]").fill(shown("limin"))
    page.locator("[name=code]").press("Enter")
    expect(page.locator("main")).to_contain_text("李*，您好")


@pytest.mark.parametrize("elder", [False, True])
def test_on_a_phone_the_code_fits_and_works_without_script(
    live_server, browser, sent, elder
):
    activate(by("clerk1", "activate"), party_id=party_of("zhangguilan"))
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    if elder:
        cookie = {"name": "elder", "value": "yes", "url": live_server.url}
        context.add_cookies([cookie])
    page = context.new_page()
    sign_in(page, live_server.url, "zhangguilan")
    page.goto(f"{live_server.url}/my/credential/")
    box = page.get_by_alt_text("医保码二维码").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert 260 <= box["width"] <= PHONE["width"]
    assert "前有效" in page.inner_text("main")
    context.close()


def test_no_page_is_wider_than_a_phone(live_server, page, sent):
    activate(by("clerk1", "activate"), party_id=party_of("zhangguilan"))
    page.set_viewport_size(PHONE)
    sign_in(page, live_server.url, "zhangguilan")
    for name in ("", "uses/"):
        page.goto(f"{live_server.url}/my/credential/{name}")
        assert not sideways(page), name
