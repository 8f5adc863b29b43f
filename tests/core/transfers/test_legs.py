"""Sheet and money must meet; a sheet that does not arrive gives an alarm."""

from datetime import date

import pytest
from tests.core.calendar.published import CALENDAR

from tongban.core.transfers.legs import (
    SHEET_LIGHT_WORDS,
    WAITING_WORDS,
    Legs,
    LegsDiffer,
    LegsMissing,
    SheetLight,
    Waiting,
    met,
    sheet_due,
    sheet_light,
)
from tongban.core.transfers.terms import SheetTerms

TERMS = SheetTerms(days=5, alarm_day=3, verified=True)
MADE = date(2023, 9, 25)


@pytest.mark.parametrize(
    ("legs", "waiting"),
    [
        (Legs(None, None), Waiting.BOTH),
        (Legs(100, None), Waiting.MONEY),
        (Legs(None, 100), Waiting.SHEET),
    ],
)
def test_one_leg_alone_is_a_lawful_state_to_wait_in(
    legs: Legs, waiting: Waiting
) -> None:
    assert legs.waiting is waiting
    with pytest.raises(LegsMissing) as refused:
        met(legs)
    assert refused.value.data["waiting"] == WAITING_WORDS[waiting]


def test_legs_that_meet_are_credited_to_the_fen() -> None:
    assert Legs(12_345, 12_345).waiting is Waiting.NOTHING
    assert met(Legs(12_345, 12_345)) == 12_345
    assert met(Legs(0, 0)) == 0


def test_a_fen_of_difference_is_not_credited() -> None:
    with pytest.raises(LegsDiffer) as refused:
        met(Legs(12_345, 12_344))
    assert refused.value.data == {"sheet": "123.45", "money": "123.44"}


@pytest.mark.clause("SD28-11")
def test_a_sheet_of_25_september_2023_arrives_by_8_october() -> None:
    assert sheet_due(MADE, TERMS, CALENDAR) == date(2023, 10, 8)


@pytest.mark.parametrize(
    ("today", "light"),
    [
        (date(2023, 9, 27), SheetLight.ON_ITS_WAY),
        (date(2023, 9, 28), SheetLight.ALARM),
        (date(2023, 10, 8), SheetLight.ALARM),
        (date(2023, 10, 9), SheetLight.LATE),
    ],
)
def test_the_alarm_comes_on_the_third_working_day(
    today: date, light: SheetLight
) -> None:
    found = sheet_light(
        made_on=MADE, arrived=False, today=today, terms=TERMS, calendar=CALENDAR
    )
    assert found is light


def test_a_sheet_that_arrived_needs_nothing() -> None:
    found = sheet_light(
        made_on=MADE,
        arrived=True,
        today=date(2024, 1, 1),
        terms=TERMS,
        calendar=CALENDAR,
    )
    assert found is SheetLight.ARRIVED


def test_every_state_has_its_word() -> None:
    assert set(WAITING_WORDS) == set(Waiting)
    assert set(SHEET_LIGHT_WORDS) == set(SheetLight)
