"""A random sample anybody can draw again: the seed decides the order."""

import hashlib
from collections.abc import Iterable
from datetime import date, timedelta

from tongban.core.desk.rules import DeskRules

DAYS_OF_WEEK = 7


def week_of(day: date) -> date:
    """Return the Monday of the week a day lies in."""
    return day - timedelta(days=day.weekday())


def sample_size(population: int, rules: DeskRules) -> int:
    """Return how many to draw: the share, rounded up, between least and most."""
    share = -(-population * rules.sample_percent // 100)
    return min(population, rules.sample_max, max(rules.sample_min, share))


def draw(numbers: Iterable[str], *, seed: str, size: int) -> tuple[str, ...]:
    """Return the sample: the numbers whose digests with the seed come first."""
    ordered = sorted(set(numbers), key=lambda number: (_lot(seed, number), number))
    return tuple(ordered[:size])


def _lot(seed: str, number: str) -> str:
    return hashlib.sha256(f"{seed}\0{number}".encode()).hexdigest()
