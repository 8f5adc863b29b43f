"""How long people wait: an honest estimate before, whole figures afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from tongban.core.queue.rules import QueueRules

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class WaitFigures:
    """How long visitors of a span of days waited; minutes are rounded up.

    ``left`` are those who took a ticket and were never served.
    """

    taken: int
    served: int
    left: int
    median_minutes: int | None
    longest_minutes: int | None


def estimate_minutes(
    *, ahead: int, windows: int, services: Sequence[timedelta], rules: QueueRules
) -> int:
    """Return about how long somebody with so many people ahead will wait.

    ``services`` are today's real service times of the kind; with too few of
    them the default stands in. Rounded up, so that few wait longer than told.
    """
    enough = len(services) >= rules.samples_min
    each = median(services) if enough else rules.default_minutes * _MINUTE
    minutes = whole_minutes(each * ahead // max(windows, 1))
    steps = -(-minutes // rules.round_to_minutes)
    return steps * rules.round_to_minutes


def median(times: Sequence[timedelta]) -> timedelta:
    """Return the middle time; the longer one of two."""
    return sorted(times)[len(times) // 2]


def whole_minutes(time: timedelta) -> int:
    """Return a time in whole minutes, rounded up."""
    return -(-time // _MINUTE)


def wait_figures(waits: Sequence[timedelta | None], *, served: int) -> WaitFigures:
    """Return the figures of a span; a wait of None was never called."""
    known = [wait for wait in waits if wait is not None]
    return WaitFigures(
        taken=len(waits),
        served=served,
        left=len(waits) - served,
        median_minutes=whole_minutes(median(known)) if known else None,
        longest_minutes=whole_minutes(max(known)) if known else None,
    )
