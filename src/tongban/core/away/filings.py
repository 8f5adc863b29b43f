"""Filings of long-term residence and of temporary trips: what may be filed and ended.

On any day at most one long-term filing is in force, and at most one filing for
any place. A trip to a third place may stand beside long-term residence: else
the six-month lock would keep a sick person from direct settlement there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from tongban.core.away.rules import AwayRules, LockFrom
from tongban.core.days import Period
from tongban.core.enrolment.months import add_months
from tongban.core.refusals import Refusal

PROVINCE_DIGITS: Final = 2
CITY_DIGITS: Final = 4
WHOLE_PROVINCE: Final = "00"


class AwayKind(StrEnum):
    """Which of the two kinds of filing (SD28 12, 13)."""

    LONG_TERM = "long_term"
    TEMPORARY = "temporary"


AWAY_KIND_WORDS: Final[Mapping[AwayKind, str]] = {
    AwayKind.LONG_TERM: "异地长期居住备案",
    AwayKind.TEMPORARY: "临时外出就医备案",
}


class Evidence(StrEnum):
    """What proves long-term residence, beyond a pledge (SD20 8)."""

    HOUSEHOLD = "household"
    RESIDENCE_PERMIT = "residence_permit"
    WORK = "work"


EVIDENCE_WORDS: Final[Mapping[Evidence, str]] = {
    Evidence.HOUSEHOLD: "备案地户籍证明",
    Evidence.RESIDENCE_PERMIT: "居住证",
    Evidence.WORK: "单位工作证明",
}


class EndedWhy(StrEnum):
    """Why a filing is over."""

    CHANGED = "changed"
    CANCELLED = "cancelled"
    COVER_ENDED = "cover_ended"
    REVERSED = "reversed"


ENDED_WORDS: Final[Mapping[EndedWhy, str]] = {
    EndedWhy.CHANGED: "已变更到新的备案地",
    EndedWhy.CANCELLED: "已取消",
    EndedWhy.COVER_ENDED: "参保终止，备案随之终止",
    EndedWhy.REVERSED: "已由经办机构撤销",
}


class NotAway(Refusal):
    """The place lies in the area of the cover: nothing has to be filed."""

    code = "away.not_away"

    def __init__(self) -> None:
        super().__init__("The place is at home.")


class TooFarBack(Refusal):
    """A long-term filing starts earlier than it may."""

    code = "away.too_far_back"

    def __init__(self, *, earliest: date, days: int) -> None:
        super().__init__(
            f"Earliest {earliest}.", earliest=earliest.isoformat(), days=days
        )


class AlreadyFiled(Refusal):
    """A filing for this place is in force on that day."""

    code = "away.already_filed"

    def __init__(self, *, kind: AwayKind, since: date) -> None:
        super().__init__(
            f"Filed since {since}.", kind=AWAY_KIND_WORDS[kind], since=since.isoformat()
        )


class Locked(Refusal):
    """There was cost at the filed place: it changes only after some months."""

    code = "away.locked"

    def __init__(self, *, free_from: date, months: int) -> None:
        super().__init__(
            f"From {free_from}.", free_from=free_from.isoformat(), months=months
        )


class FilingOver(Refusal):
    """The filing is over already."""

    code = "away.filing_over"

    def __init__(self) -> None:
        super().__init__("The filing is over.")


@dataclass(frozen=True, slots=True)
class Filing:
    """One filing: kind, place, days, when it was proved; ``key`` names its row."""

    kind: AwayKind
    place: str
    days: Period
    proved_on: date | None = None
    key: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """A filing that ends, and the day from which it no longer holds."""

    filing: Filing
    on: date


@dataclass(frozen=True, slots=True)
class Plan:
    """What filing something new does: the days it holds, and what it ends."""

    new: Filing
    ended: tuple[Change, ...] = ()


def holds_place(filed: str, care: str) -> bool:
    """Say whether care in a region is at the filed place: its city, or its province.

    A filing that names a whole province (municipalities) holds in all of it.
    """
    stem = filed[:CITY_DIGITS]
    if stem[PROVINCE_DIGITS:] == WHOLE_PROVINCE:
        stem = filed[:PROVINCE_DIGITS]
    return care.startswith(stem)


def same_place(one: str, other: str) -> bool:
    """Say whether two filed places meet."""
    return holds_place(one, other) or holds_place(other, one)


def check_start(
    kind: AwayKind, start: date, *, asked_on: date, rules: AwayRules
) -> None:
    """Refuse a long-term filing that starts too far back; trips may start any day.

    Calendar days, holidays included (SD20 6).
    """
    earliest = asked_on - timedelta(days=rules.look_back_days)
    if kind is AwayKind.LONG_TERM and start < earliest:
        raise TooFarBack(earliest=earliest, days=rules.look_back_days)


def free_from(
    filing: Filing, *, first_cost_on: date | None, rules: AwayRules
) -> date | None:
    """Return the first day on which a filing may change; nothing: it may any day.

    Calendar months, the day of the event not counted, the last of a shorter
    month (SD20 5).
    """
    if filing.kind is not AwayKind.LONG_TERM or first_cost_on is None:
        return None
    from_cost = rules.lock_from is LockFrom.FIRST_COST
    begin = first_cost_on if from_cost else filing.days.start
    return add_months(begin, rules.lock_months)


def check_free(
    filing: Filing, *, first_cost_on: date | None, on: date, rules: AwayRules
) -> None:
    """Refuse to change or cancel a filing that is locked on a day."""
    if filing.days.end is not None and filing.days.end <= on:
        raise FilingOver
    free = free_from(filing, first_cost_on=first_cost_on, rules=rules)
    if free is not None and on < free:
        raise Locked(free_from=free, months=rules.lock_months)


def replaced_by(filings: Iterable[Filing], new: Filing) -> tuple[Filing, ...]:
    """Return the long-term filings that a new one would change."""
    if new.kind is not AwayKind.LONG_TERM:
        return ()
    return tuple(
        one
        for one in filings
        if one.kind is AwayKind.LONG_TERM and one.days.overlaps(new.days)
    )


def plan(filings: Iterable[Filing], new: Filing) -> Plan:
    """Say what filing something new does; refuse what holds there already.

    Residence moves: the old place ends when the new one starts. Residence takes
    the place of a trip to the same city. A trip filed afterwards fills the days
    before the one already filed for that city.
    """
    days, ended = new.days, []
    for one in filings:
        if not one.days.overlaps(days):
            continue
        long_term = new.kind is AwayKind.LONG_TERM
        here = same_place(one.place, new.place)
        if here and (one.kind is new.kind or not long_term):
            if one.days.start <= days.start:
                raise AlreadyFiled(kind=one.kind, since=one.days.start)
            days = Period(days.start, one.days.start)
        elif long_term and (here or one.kind is AwayKind.LONG_TERM):
            ended.append(Change(one, max(one.days.start, days.start)))
    return Plan(Filing(new.kind, new.place, days, new.proved_on), tuple(ended))
