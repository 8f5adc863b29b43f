"""What a shared fact proposes for a person's cover; a person decides."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from tongban.core.access.parties import Scheme
from tongban.core.days import ONE_DAY
from tongban.core.enrolment.cover import Cover
from tongban.core.enrolment.kinds import CoverState, PersonKind, scheme_of
from tongban.core.matching.facts import FactKind


class Movement(StrEnum):
    """What is proposed: an answer to the question of item 2."""

    END = "end"
    RETIRE = "retire"
    INTERRUPT = "interrupt"


class ProposalState(StrEnum):
    """How a proposal stands."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    SUPERSEDED = "superseded"


MOVEMENT_WORDS: Final[Mapping[Movement, str]] = {
    Movement.END: "终止参保",
    Movement.RETIRE: "在职转退休",
    Movement.INTERRUPT: "中断参保",
}
PROPOSAL_STATE_WORDS: Final[Mapping[ProposalState, str]] = {
    ProposalState.OPEN: "待核实",
    ProposalState.ACCEPTED: "已办理",
    ProposalState.REJECTED: "不采用",
    ProposalState.SUPERSEDED: "数据已更正",
}


@dataclass(frozen=True, slots=True)
class FactRule:
    """What a kind of fact may propose.

    ``day_after`` says that the change begins the day after the fact.
    ``stands_for`` are the materials of item 2 the shared fact replaces.
    """

    kind: FactKind
    movement: Movement
    day_after: bool
    reason: str
    purpose: str
    stands_for: frozenset[str]


@dataclass(frozen=True, slots=True)
class FeedColumn:
    """One column of a feed: its name here, its title in the file."""

    code: str
    title: str


@dataclass(frozen=True, slots=True)
class MatchingRules:
    """How feeds are read from a day on, and what their facts propose."""

    region: str
    effective_on: date
    version: int
    rows_max: int
    columns: tuple[FeedColumn, ...]
    rules: Mapping[FactKind, FactRule]


@dataclass(frozen=True, slots=True)
class Proposed:
    """A change to one cover from a day."""

    cover: Cover
    movement: Movement
    effective_on: date


def propose(
    rule: FactRule, happened_on: date, history: Iterable[Cover]
) -> Proposed | None:
    """Return what a fact proposes, or nothing when no cover of employees is touched.

    Cover that ends by that day anyway is left alone, and so is whoever is
    retired: a retirement changes nothing, an imprisonment is another matter.
    """
    on = happened_on + ONE_DAY if rule.day_after else happened_on
    cover = next((one for one in history if _holds(one, on)), None)
    if cover is None:
        return None
    if cover.kind is PersonKind.RETIRED and rule.movement is not Movement.END:
        return None
    return Proposed(cover, rule.movement, on)


def _holds(cover: Cover, on: date) -> bool:
    return (
        scheme_of(cover.kind) is Scheme.EMPLOYEE
        and cover.state is CoverState.IN_FORCE
        and on in cover.days
    )
