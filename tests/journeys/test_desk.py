"""Journeys of the desk by keyboard: a window's visitor, a reviewer's list."""

from datetime import datetime

import pytest
from tests.journeys.window import CHINA, Desk, put_clock
from tests.portals.desk.test_worklist import claims

from tongban.records.accounts.models import Account
from tongban.records.cases.models import Case
from tongban.services.demo.operations import load_demo

LOADED_AT = datetime(2026, 12, 1, 10, tzinfo=CHINA)
STROKES_MAX = 60
NAVIGATION_MAX = 40


@pytest.fixture
def desk(page, live_server, settings) -> Desk:
    settings.TONGBAN_DEMO = True
    load_demo(LOADED_AT)
    put_clock("2023-09-11")
    return Desk(page, live_server.url)


class Keyboard:
    """Hands that never leave the keyboard; every key is counted."""

    def __init__(self, desk: Desk) -> None:
        self.page = desk.page
        self.typed = 0
        self.moved = 0

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.typed += len(text)

    def press(self, key: str, times: int = 1) -> None:
        for _ in range(times):
            self.page.keyboard.press(key)
        self.moved += times

    def enter(self) -> None:
        with self.page.expect_navigation():
            self.press("Enter")

    def tab_to(self, selector: str) -> None:
        """Tab on until the element has the focus, as somebody would."""
        for _ in range(NAVIGATION_MAX):
            if self.page.evaluate(
                "wanted => document.activeElement.matches(wanted)", selector
            ):
                return
            self.press("Tab")
        raise AssertionError(f"{selector} is not reached by Tab")


def card_of(login_name: str) -> str:
    account = Account.objects.select_related("party").get(login_name=login_name)
    assert account.party is not None
    return str(account.party.identifier)


@pytest.mark.clause("CN39-五", "SD20-13")
def test_from_the_card_to_the_printed_receipt_by_keyboard_alone(
    desk, accessibility_faults
):
    page, hands = desk.page, Keyboard(desk)
    desk.sign_in("clerk1")
    page.goto(f"{desk.site}/desk/counter/")
    page.evaluate("window.print = () => { document.title = 'printed' }")
    assert accessibility_faults() == []
    hands.type(card_of("zhaolei"))  # what a card reader types, Enter included
    hands.enter()
    assert "正在接待" in desk.words()
    assert accessibility_faults() == []
    hands.type("14")
    hands.enter()
    page.wait_for_selector(".desk-sheet")
    page.wait_for_load_state()
    assert accessibility_faults() == []
    fill_by_keyboard(hands)
    with page.expect_navigation():
        hands.press("F2")
    assert Case.objects.count() == 1, desk.words()
    assert Case.objects.get().number in desk.words()
    assert page.evaluate("document.activeElement.id") == "f-identifier"
    assert accessibility_faults() == []
    assert hands.typed <= STROKES_MAX
    assert hands.moved <= NAVIGATION_MAX
    hands.type(card_of("limin"))
    hands.enter()
    assert "李*" in desk.words()


def fill_by_keyboard(hands: Keyboard) -> None:
    """Answer, type and tick what a chronic disease needs."""
    hands.press("Space")  # the first answer of the first question has the focus
    hands.press("Tab")
    hands.press("Space")
    with hands.page.expect_navigation():
        hands.press("F7")
    hands.tab_to("[name=disease]")
    hands.press("ArrowDown", times=5)
    hands.tab_to("[name=diagnosis]")
    hands.type("原发性高血压")
    hands.press("Tab")
    day_by_keyboard(hands)
    hands.tab_to("[name=hospital_name]")
    hands.type("潍坊示例医院")
    hands.tab_to("[name=report_on]")
    day_by_keyboard(hands)
    hands.press("Escape")
    hands.press("1")
    hands.press("2")


def day_by_keyboard(hands: Keyboard) -> None:
    """Type 20 August 2023 the way this browser asks for a day: month first."""
    hands.type("08202023")
    shown = hands.page.evaluate("document.activeElement.value")
    assert shown == "2023-08-20"


def test_a_reviewer_goes_through_the_list_without_going_back(
    desk, accessibility_faults
):
    first, second, _ = claims(3)
    page, hands = desk.page, Keyboard(desk)
    desk.sign_in("reviewer1")
    page.goto(f"{desk.site}/desk/work/?shelf=to_handle&item=inpatient-reimbursement")
    assert accessibility_faults() == []
    hands.press("j")
    with page.expect_navigation():
        hands.press("Enter")
    assert first in page.url
    assert accessibility_faults() == []
    page.fill("#approve [name=amount]", "10.00")
    desk.press("审核通过")
    assert second in page.url
    assert f"办件{first}：审核通过" in desk.words()
    page.wait_for_load_state()
    with page.expect_navigation():
        hands.press("j")
    page.wait_for_load_state()
    with page.expect_navigation():
        hands.press("k")
    assert second in page.url


def test_identical_cases_are_ticked_by_key_and_approved_together(
    desk, accessibility_faults
):
    numbers = claims(3)
    page, hands = desk.page, Keyboard(desk)
    desk.sign_in("reviewer1")
    page.goto(f"{desk.site}/desk/work/?shelf=to_handle&item=inpatient-reimbursement")
    for _ in numbers:
        hands.press("j")
        hands.press("x")
    desk.press("批量审核勾选的办件")
    assert accessibility_faults() == []
    page.fill("[name=amount]", "10.00")
    desk.press("通过这 3 件")
    assert "通过 3 件" in desk.words()
    assert {one.step for one in Case.objects.filter(number__in=numbers)} == {"pay"}
