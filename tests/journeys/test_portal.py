"""Finding one's way: by what happened, by place, by everyday words, by keyboard."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tongban.services.demo.operations import load_demo
from tongban.services.timekeeping.operations import set_clock

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
MONDAY = datetime(2023, 9, 11, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
PAGE_BYTES_MAX = 200_000


@pytest.fixture
def site(live_server: LiveServer, settings) -> str:
    """The demo region on a Monday morning, served."""
    settings.TONGBAN_DEMO = True
    load_demo(MONDAY)
    set_clock(moment=MONDAY, set_by="tests")
    return str(live_server.url)


@pytest.mark.clause("SD20-16")
def test_a_mother_finds_what_to_do_and_reads_the_guide(
    site: str, page: Page, accessibility_faults: Callable[[], list[str]]
) -> None:
    page.goto(site)
    page.get_by_role("link", name="怀孕、生育").click()
    page.get_by_label("职工医保", exact=True).check()
    page.get_by_label("生了孩子，费用和津贴").check()
    page.get_by_role("button", name="看要办什么").click()

    expect(page.get_by_text("3 件", exact=True)).to_be_visible()
    assert accessibility_faults() == []
    page.get_by_label("本人办理").check()
    page.get_by_role("button", name="更新清单").click()
    expect(page.get_by_text("委托人授权委托书")).to_have_count(0)
    page.get_by_role("link", name="生育津贴支付", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("生育津贴支付")


@pytest.mark.clause("SD20-19")
def test_the_nearest_place_for_an_item_is_found_with_the_keyboard_alone(
    site: str, page: Page, accessibility_faults: Callable[[], list[str]]
) -> None:
    page.goto(f"{site}/places/")
    page.get_by_label("要办什么事").focus()
    for key in ("ArrowDown", "ArrowDown", "Tab", "ArrowDown", "Tab", "Tab", "Enter"):
        page.keyboard.press(key)
    expect(page.locator(".best")).to_contain_text("离潍城区最近：潍城区")
    expect(page.get_by_role("heading", name="能办“职工参保登记”")).to_be_visible()
    assert accessibility_faults() == []


def test_an_elder_on_a_phone_finds_by_everyday_words(
    site: str, page: Page, accessibility_faults: Callable[[], list[str]]
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(site)
    page.get_by_role("button", name="长者版").click()
    expect(page.get_by_role("button", name="标准版")).to_be_visible()
    page.get_by_label("搜索事项").fill("看病报销")
    page.keyboard.press("Enter")
    page.locator(".results a").first.click()
    page.wait_for_url("**/items/**")
    expect(page.get_by_role("heading", level=1)).to_contain_text("报销")
    small = page.evaluate(
        "[...document.querySelectorAll('main a.button, main summary')]"
        ".filter(e => e.offsetHeight && e.offsetHeight < 60).length"
    )
    assert small == 0
    assert accessibility_faults() == []


def test_the_form_prints_on_paper_without_the_frame(site: str, page: Page) -> None:
    page.goto(f"{site}/items/temporary-travel-filing/form/?fill=sample")
    page.emulate_media(media="print")
    expect(page.get_by_text("样例", exact=True).first).to_be_visible()
    expect(page.locator(".verbs")).to_be_hidden()
    expect(page.get_by_role("link", name="回到办事指南")).to_be_hidden()


@pytest.mark.parametrize("path", ["/", "/life/", "/places/", "/items/?q=住院"])
def test_a_page_weighs_little(site: str, page: Page, path: str) -> None:
    weights: list[int] = []
    page.on("response", lambda answer: weights.append(len(answer.body())))
    page.goto(site + path)
    page.wait_for_load_state("networkidle")
    assert sum(weights) < PAGE_BYTES_MAX
