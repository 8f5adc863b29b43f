"""A set clock stands or runs."""

from datetime import UTC, datetime, timedelta

from tongban.core.access.clocks import ClockMode, moment_shown

SET = datetime(2026, 1, 1, tzinfo=UTC)
SHOWN = datetime(2023, 9, 22, 8, tzinfo=UTC)
LATER = SET + timedelta(minutes=5)


def test_a_frozen_clock_stands():
    shown = moment_shown(moment=SHOWN, set_at=SET, mode=ClockMode.FROZEN, real=LATER)

    assert shown == SHOWN


def test_a_running_clock_goes_on_from_where_it_was_set():
    shown = moment_shown(moment=SHOWN, set_at=SET, mode=ClockMode.RUNNING, real=LATER)

    assert shown == SHOWN + timedelta(minutes=5)
