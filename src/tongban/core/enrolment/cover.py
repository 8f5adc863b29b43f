"""Periods of cover: what each movement changes, and how it is taken back.

Every movement returns the changes it makes, the rows before and after. No two
covers of one person ever hold the same day; a new one that would is disputed
and holds no day until somebody resolves it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from tongban.core.access.parties import Scheme
from tongban.core.days import Period
from tongban.core.enrolment.kinds import (
    HOLDS_DAYS,
    CoverState,
    PersonKind,
    scheme_of,
)
from tongban.core.refusals import Refusal


class NothingInForce(Refusal):
    """The person has no cover of the scheme that could be changed."""

    code = "enrolment.nothing_in_force"

    def __init__(self) -> None:
        super().__init__("No cover of this scheme is in force on that day.")


class NotInterrupted(Refusal):
    """Only an interrupted cover can be resumed."""

    code = "enrolment.not_interrupted"

    def __init__(self) -> None:
        super().__init__("The last cover is not interrupted.")


class BeforeStart(Refusal):
    """The change would take effect before the cover it changes."""

    code = "enrolment.before_start"

    def __init__(self, *, start: date) -> None:
        super().__init__(f"The cover starts on {start}.", start=start.isoformat())


class AlreadyRetired(Refusal):
    """The person is insured as retired already."""

    code = "enrolment.already_retired"

    def __init__(self) -> None:
        super().__init__("Insured as retired already.")


@dataclass(frozen=True, slots=True)
class Cover:
    """One period of cover; ``key`` names its row, 0 for one not kept yet."""

    kind: PersonKind
    region: str
    days: Period
    employer: int | None = None
    base_fen: int = 0
    state: CoverState = CoverState.IN_FORCE
    key: int = 0

    @property
    def scheme(self) -> Scheme:
        """The scheme its kind of person belongs to."""
        return scheme_of(self.kind)

    @property
    def holds_days(self) -> bool:
        """Whether its days count: neither void nor disputed."""
        return self.state in HOLDS_DAYS


@dataclass(frozen=True, slots=True)
class Change:
    """One cover before (``None``: it is new) and after a movement."""

    before: Cover | None
    after: Cover


@dataclass(frozen=True, slots=True)
class Movement:
    """The changes of one movement; ``clashes`` are what a disputed cover meets."""

    changes: tuple[Change, ...]
    clashes: tuple[Cover, ...] = ()


class Transfer(StrEnum):
    """What becomes of other cover on the days a new one would hold."""

    ASK = "ask"
    SWITCH = "switch"


class Resolution(StrEnum):
    """How a dispute ends."""

    KEEP_FORMER = "keep_former"
    TAKE_NEW = "take_new"


History = Sequence[Cover]


def add(history: History, new: Cover, *, transfer: Transfer) -> Movement:
    """Plan a new cover: in force, or disputed when its days are held already.

    With ``SWITCH`` the person has asked that the former cover ends instead.
    """
    clashes = clashes_of(history, new)
    if not clashes:
        return Movement((Change(None, new),))
    if transfer is Transfer.ASK:
        disputed = replace(new, state=CoverState.DISPUTED)
        return Movement((Change(None, disputed),), clashes)
    return Movement((*_give_way(clashes, new), Change(None, new)))


def clashes_of(history: History, new: Cover) -> tuple[Cover, ...]:
    """Return the covers that hold a day of the new one."""
    return tuple(
        cover for cover in history if cover.holds_days and cover.days.overlaps(new.days)
    )


def interrupt(history: History, *, scheme: Scheme, on: date) -> Movement:
    """Plan that cover rests from a day (中断); it can be resumed."""
    cover = _in_force(history, scheme, on)
    return Movement((Change(cover, _cut(cover, on, CoverState.INTERRUPTED)),))


def end(history: History, *, scheme: Scheme, on: date) -> Movement:
    """Plan that cover ends for good from a day (终止), resting cover too."""
    last = latest(history, scheme)
    if last is not None and last.state is CoverState.INTERRUPTED:
        if last.days.end is not None and on < last.days.end:
            raise BeforeStart(start=last.days.end)
        return Movement((Change(last, replace(last, state=CoverState.ENDED)),))
    cover = _in_force(history, scheme, on)
    return Movement((Change(cover, _cut(cover, on, CoverState.ENDED)),))


def resume(
    history: History, *, scheme: Scheme, new: Cover, transfer: Transfer
) -> Movement:
    """Plan that interrupted cover goes on from a day (恢复), maybe elsewhere."""
    last = latest(history, scheme)
    if last is None or last.state is not CoverState.INTERRUPTED:
        raise NotInterrupted
    if last.days.end is not None and new.days.start < last.days.end:
        raise BeforeStart(start=last.days.end)
    return add(history, new, transfer=transfer)


def retire(history: History, *, on: date) -> Movement:
    """Plan that an employee is insured as retired from a day (在职转退休)."""
    cover = _in_force(history, Scheme.EMPLOYEE, on)
    if cover.kind is PersonKind.RETIRED:
        raise AlreadyRetired
    return _succeed(
        cover, on, replace(cover, kind=PersonKind.RETIRED, employer=None, base_fen=0)
    )


def change_kind(history: History, *, kind: PersonKind, on: date) -> Movement:
    """Plan that a person is insured as another kind of the same scheme."""
    cover = _in_force(history, scheme_of(kind), on)
    return _succeed(cover, on, replace(cover, kind=kind))


def move_employer(history: History, *, employer: int, on: date) -> Movement:
    """Plan that an employee is insured through another employer from a day."""
    cover = _in_force(history, Scheme.EMPLOYEE, on)
    return _succeed(cover, on, replace(cover, employer=employer))


def resolve(history: History, disputed: Cover, resolution: Resolution) -> Movement:
    """Plan how a dispute ends: the former cover stays, or gives way to the new."""
    if resolution is Resolution.KEEP_FORMER:
        return Movement((Change(disputed, replace(disputed, state=CoverState.VOID)),))
    clashes = clashes_of(history, disputed)
    taken = replace(disputed, state=CoverState.IN_FORCE)
    return Movement((*_give_way(clashes, disputed), Change(disputed, taken)))


def undone(changes: Sequence[Change]) -> tuple[Change, ...]:
    """Return the changes that take changes back; what was made becomes void."""
    return tuple(
        Change(change.after, change.before or _voided(change.after))
        for change in reversed(changes)
    )


def apply(history: History, changes: Iterable[Change]) -> tuple[Cover, ...]:
    """Return the covers after some changes."""
    covers = list(history)
    for change in changes:
        if change.before is None:
            covers.append(change.after)
        else:
            covers[covers.index(change.before)] = change.after
    return tuple(covers)


def latest(history: History, scheme: Scheme) -> Cover | None:
    """Return the last cover of a scheme that holds days."""
    own = [cover for cover in history if cover.scheme is scheme and cover.holds_days]
    return max(own, key=lambda cover: cover.days.start, default=None)


def cover_holding(history: History, day: date) -> Cover | None:
    """Return the cover that holds a day; there is never more than one."""
    held = (cover for cover in history if cover.holds_days and day in cover.days)
    return next(held, None)


def _in_force(history: History, scheme: Scheme, on: date) -> Cover:
    last = latest(history, scheme)
    if last is None or last.state is not CoverState.IN_FORCE:
        raise NothingInForce
    if on < last.days.start:
        raise BeforeStart(start=last.days.start)
    if last.days.end is not None and on >= last.days.end:
        raise NothingInForce
    return last


def _cut(cover: Cover, on: date, state: CoverState) -> Cover:
    """Return a cover that ends on a day; from its first day on it never was."""
    if on <= cover.days.start:
        return _voided(cover)
    return replace(cover, days=Period(cover.days.start, on), state=state)


def _voided(cover: Cover) -> Cover:
    return replace(cover, state=CoverState.VOID)


def _succeed(cover: Cover, on: date, successor: Cover) -> Movement:
    days = Period(on, cover.days.end)
    return Movement(
        (
            Change(cover, _cut(cover, on, CoverState.ENDED)),
            Change(None, replace(successor, days=days, key=0)),
        )
    )


def _give_way(clashes: Iterable[Cover], new: Cover) -> tuple[Change, ...]:
    return tuple(
        Change(cover, _cut(cover, new.days.start, CoverState.ENDED))
        for cover in clashes
    )
