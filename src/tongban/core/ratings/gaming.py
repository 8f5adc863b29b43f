"""Hints that good ratings were arranged (防刷评): many from one device at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from tongban.core.ratings.rules import GamingRules


@dataclass(frozen=True, slots=True)
class Mark:
    """One good rating: its id, its moment, and the mark of its device."""

    rating_id: int
    at: datetime
    device: str


@dataclass(frozen=True, slots=True)
class Burst:
    """Good ratings of one device close together."""

    device: str
    first_at: datetime
    last_at: datetime
    rating_ids: tuple[int, ...]


def find_bursts(marks: Iterable[Mark], rules: GamingRules) -> tuple[Burst, ...]:
    """Return runs of at least so many good ratings of a device within the minutes.

    Runs that touch are one; ratings without a device mark are never suspected.
    """
    of_device: dict[str, list[Mark]] = {}
    for mark in sorted(marks, key=lambda each: (each.at, each.rating_id)):
        if mark.device:
            of_device.setdefault(mark.device, []).append(mark)
    found = [
        burst
        for device, line in of_device.items()
        for burst in _bursts(device, line, rules)
    ]
    return tuple(sorted(found, key=lambda burst: burst.first_at))


def _bursts(device: str, line: list[Mark], rules: GamingRules) -> list[Burst]:
    span, least = timedelta(minutes=rules.within_minutes), rules.same_device_good
    in_a_run = [False] * len(line)
    for start in range(len(line) - least + 1):
        end = start + least - 1
        if line[end].at - line[start].at <= span:
            in_a_run[start : end + 1] = [True] * least
    bursts: list[Burst] = []
    run: list[Mark] = []
    for mark, counts in zip([*line, None], [*in_a_run, False], strict=True):
        apart = bool(run) and mark is not None and mark.at - run[-1].at > span
        if run and (not counts or apart):
            ids = tuple(each.rating_id for each in run)
            bursts.append(Burst(device, run[0].at, run[-1].at, ids))
            run = []
        if counts and mark is not None:
            run.append(mark)
    return bursts
