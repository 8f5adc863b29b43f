"""Who is called next at a window (叫号): forwarded, urgent, priority, order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tongban.core.queue.rules import QueueRules
from tongban.core.queue.tickets import Priority
from tongban.core.refusals import Refusal


class CallLocked(Refusal):
    """A window calls again only some seconds after its last call."""

    code = "queue.call_locked"

    def __init__(self, seconds: int) -> None:
        super().__init__(f"Locked for {seconds} seconds.", seconds=seconds)


class NobodyWaits(Refusal):
    """No ticket this window serves is waiting."""

    code = "queue.nobody_waits"

    def __init__(self) -> None:
        super().__init__("No ticket for this window is waiting.")


@dataclass(frozen=True, slots=True)
class Waiting:
    """One ticket that may be called.

    ``since`` orders the tickets. ``skipped`` ones return when the office has
    made ``returns_at`` calls that day. A forwarded ticket names the window or
    the person it was forwarded to.
    """

    id: int
    kind: str
    priority: Priority
    since: datetime
    skipped: bool = False
    returns_at: int = 0
    window: int | None = None
    person: int | None = None

    @property
    def forwarded(self) -> bool:
        """Whether the ticket waits for one window or person."""
        return self.window is not None or self.person is not None


@dataclass(frozen=True, slots=True)
class Post:
    """A window that calls: who sits there, and which kinds it serves (empty: all)."""

    window: int
    person: int
    kinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class Turn:
    """How far an office has come today: calls made, priority calls in a row."""

    calls: int = 0
    priority_run: int = 0


@dataclass(frozen=True, slots=True)
class Called:
    """Whom to call, and how far the office has come with it."""

    ticket: Waiting
    turn: Turn


def check_call_lock(
    last_call_at: datetime | None, *, now: datetime, rules: QueueRules
) -> None:
    """Refuse a call within the locked seconds after the last one."""
    left = seconds_locked(last_call_at, now=now, rules=rules)
    if left:
        raise CallLocked(left)


def seconds_locked(
    last_call_at: datetime | None, *, now: datetime, rules: QueueRules
) -> int:
    """Return how many whole seconds a window's call stays locked."""
    if last_call_at is None:
        return 0
    free_at = last_call_at + timedelta(seconds=rules.call_lock_seconds)
    left = -((now - free_at) // timedelta(seconds=1))
    return max(left, 0)


def choose_next(
    waiting: Sequence[Waiting], *, post: Post, turn: Turn, rules: QueueRules
) -> Called:
    """Return whom this window calls next; refuse when nobody waits for it.

    Tickets forwarded here go first, then kinds served at once, then priority
    and ordinary tickets in a fair ratio, each by the order of taking.
    """
    mine = [one for one in waiting if _is_for(one, post)]
    ready = [one for one in mine if not one.skipped or one.returns_at <= turn.calls]
    # A skipped ticket comes back early only when nobody else waits.
    ready = sorted(ready or mine, key=lambda one: (one.since, one.id))
    if not ready:
        raise NobodyWaits
    ahead = _goes_ahead(ready, rules)
    if ahead is not None:
        return Called(ahead, Turn(turn.calls + 1, turn.priority_run))
    return _by_ratio(ready, turn, rules)


def _is_for(ticket: Waiting, post: Post) -> bool:
    if ticket.forwarded:
        return ticket.window == post.window or ticket.person == post.person
    return not post.kinds or ticket.kind in post.kinds


def _goes_ahead(ready: list[Waiting], rules: QueueRules) -> Waiting | None:
    forwarded = [one for one in ready if one.forwarded]
    urgent = {kind.code for kind in rules.kinds if kind.at_once}
    at_once = [one for one in ready if one.kind in urgent]
    return next(iter(forwarded + at_once), None)


def _by_ratio(ready: list[Waiting], turn: Turn, rules: QueueRules) -> Called:
    first = [one for one in ready if one.priority is not Priority.NONE]
    ordinary = [one for one in ready if one.priority is Priority.NONE]
    their_turn = turn.priority_run >= rules.priority_in_a_row_max
    if first and not (ordinary and their_turn):
        run = turn.priority_run + 1 if ordinary else 0
        return Called(first[0], Turn(turn.calls + 1, run))
    return Called(ordinary[0], Turn(turn.calls + 1, 0))
