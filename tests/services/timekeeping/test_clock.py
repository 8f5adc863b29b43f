"""The platform's clock: real, or set in demos and tests."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tongban.core.access.clocks import ClockMode
from tongban.gateways.clock import CHINA, real_now
from tongban.services.timekeeping.operations import (
    ClockNotSettable,
    release_clock,
    set_clock,
)
from tongban.services.timekeeping.queries import is_set, now, today

pytestmark = pytest.mark.django_db
# 23:30 in China on 31 December is still 31 December there, and 15:30 in UTC.
NEW_YEARS_EVE = datetime(2023, 12, 31, 15, 30, tzinfo=UTC)


def test_without_setting_it_is_now():
    before = real_now()

    assert before <= now() <= real_now()
    assert now().tzinfo is CHINA
    assert not is_set()


def test_a_set_clock_stands_and_shows_china():
    set_clock(moment=NEW_YEARS_EVE, set_by="test")

    assert now() == NEW_YEARS_EVE
    assert now().tzinfo is CHINA
    assert today() == date(2023, 12, 31)
    assert is_set()


def test_half_an_hour_later_it_is_the_new_year_in_china():
    set_clock(moment=NEW_YEARS_EVE + timedelta(minutes=30), set_by="test")

    assert today() == date(2024, 1, 1)


def test_a_running_clock_goes_on():
    set_clock(moment=NEW_YEARS_EVE, set_by="test", mode=ClockMode.RUNNING)

    first = now()

    assert NEW_YEARS_EVE <= first <= now()
    assert now() - NEW_YEARS_EVE < timedelta(minutes=1)


def test_setting_again_replaces_and_releasing_goes_back():
    set_clock(moment=NEW_YEARS_EVE, set_by="test")
    set_clock(moment=NEW_YEARS_EVE + timedelta(days=1), set_by="test")
    assert today() == date(2024, 1, 1)

    release_clock()

    assert not is_set()
    assert now() >= real_now() - timedelta(minutes=1)


def test_production_follows_the_real_clock(settings):
    set_clock(moment=NEW_YEARS_EVE, set_by="test")
    settings.TONGBAN_SETTABLE_CLOCK = False

    assert now() > NEW_YEARS_EVE + timedelta(days=30)
    assert not is_set()
    with pytest.raises(ClockNotSettable):
        set_clock(moment=NEW_YEARS_EVE, set_by="test")
    with pytest.raises(ClockNotSettable):
        release_clock()


def test_a_moment_without_a_time_zone_is_a_fault():
    with pytest.raises(ValueError, match="time zone"):
        set_clock(moment=datetime(2023, 1, 1), set_by="test")  # noqa: DTZ001
