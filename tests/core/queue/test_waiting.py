"""Estimates before, figures afterwards; both rounded up."""

from datetime import timedelta

import pytest
from tests.core.queue.samples import RULES

from tongban.core.queue.waiting import estimate_minutes, median, wait_figures


def minutes(*numbers: int) -> list[timedelta]:
    return [timedelta(minutes=number) for number in numbers]


@pytest.mark.parametrize(
    ("case", "ahead", "windows", "services", "about"),
    [
        ("nobody ahead", 0, 2, (), 0),
        ("too few samples: the default of eight", 1, 1, (1, 1), 10),
        ("three samples are enough: the middle one", 1, 1, (2, 3, 9), 5),
        ("many windows share the work", 6, 3, (5, 5, 5), 10),
        ("no window open counts as one", 2, 0, (5, 5, 5), 10),
        ("exactly ten stays ten", 2, 1, (5, 5, 5), 10),
        ("a minute more becomes fifteen", 1, 1, (11, 11, 11), 15),
    ],
)
def test_about_how_long(case, ahead, windows, services, about):
    found = estimate_minutes(
        ahead=ahead, windows=windows, services=minutes(*services), rules=RULES
    )
    assert found == about, case


def test_of_two_middle_times_the_longer_counts():
    assert median(minutes(1, 9)) == timedelta(minutes=9)


def test_figures_of_a_day():
    waits = [timedelta(minutes=4, seconds=1), timedelta(minutes=9), None]
    figures = wait_figures(waits, served=2)
    assert (figures.taken, figures.served, figures.left) == (3, 2, 1)
    assert (figures.median_minutes, figures.longest_minutes) == (9, 9)


def test_figures_of_a_day_without_calls():
    figures = wait_figures([None], served=0)
    assert figures.median_minutes is None
    assert figures.longest_minutes is None
