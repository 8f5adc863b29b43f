"""What a shared fact proposes; a person decides."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from tongban.core.access.parties import Scheme
from tongban.core.days import ONE_DAY
from tongban.core.enrolment.contributions import DueAmount
from tongban.core.enrolment.cover import Cover
from tongban.core.enrolment.employers import EmployerState
from tongban.core.enrolment.kinds import CoverState, PersonKind
from tongban.core.matching.columns import FeedColumn
from tongban.core.matching.facts import FactKind


class Movement(StrEnum):
    """What is proposed to be done."""

    END = "end"
    RETIRE = "retire"
    INTERRUPT = "interrupt"
    PAY = "pay"
    JOIN = "join"
    LEAVE = "leave"
    ENROL = "enrol"
    REGISTER = "register"
    CHANGE = "change"
    CANCEL = "cancel"
    REMIND = "remind"
    COMPARE = "compare"
    CHECK = "check"


class ProposalState(StrEnum):
    """How a proposal stands."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    SUPERSEDED = "superseded"
    TAKEN_BACK = "taken_back"


MOVEMENT_WORDS: Final[Mapping[Movement, str]] = {
    Movement.END: "终止参保",
    Movement.RETIRE: "在职转退休",
    Movement.INTERRUPT: "中断参保",
    Movement.PAY: "记录缴费到账",
    Movement.JOIN: "列入资助对象",
    Movement.LEAVE: "退出资助对象",
    Movement.ENROL: "新生儿参保登记",
    Movement.REGISTER: "单位参保登记",
    Movement.CHANGE: "单位信息变更",
    Movement.CANCEL: "单位注销登记",
    Movement.REMIND: "提醒本人参保",
    Movement.COMPARE: "核对差异",
    Movement.CHECK: "复核已办的变更",
}
PROPOSAL_STATE_WORDS: Final[Mapping[ProposalState, str]] = {
    ProposalState.OPEN: "待核实",
    ProposalState.ACCEPTED: "已办理",
    ProposalState.REJECTED: "不采用",
    ProposalState.SUPERSEDED: "数据已更正",
    ProposalState.TAKEN_BACK: "已撤销",
}

# Nothing of the register changes by these; whoever settles one says what was found.
ONLY_NOTED: Final = frozenset({Movement.COMPARE, Movement.CHECK})


@dataclass(frozen=True, slots=True)
class FactRule:
    """How a kind of fact is read, and what it may propose.

    ``day_after`` says that the change begins the day after the fact.
    ``stands_for`` are the materials the shared fact replaces. From
    ``by_rule_from`` on, what it proposes is done without a clerk; none: never.
    """

    kind: FactKind
    columns: tuple[FeedColumn, ...]
    movement: Movement
    day_after: bool
    reason: str
    purpose: str
    stands_for: frozenset[str]
    by_rule_from: date | None


@dataclass(frozen=True, slots=True)
class MatchingRules:
    """How feeds are read from a day on, and what their facts propose.

    Facts that found nothing to change are tried again for ``retry_days`` days;
    cover that ended within ``gap_days`` days without another is a gap.
    """

    region: str
    effective_on: date
    version: int
    rows_max: int
    retry_days: int
    gap_days: int
    rules: Mapping[FactKind, FactRule]


@dataclass(frozen=True, slots=True)
class Proposed:
    """A change from a day; ``cover`` is the one it touches, if it touches one."""

    movement: Movement
    effective_on: date
    cover: Cover | None = None


def propose(
    rule: FactRule, happened_on: date, history: Iterable[Cover]
) -> Proposed | None:
    """Return what a fact proposes for cover, or nothing when none is touched.

    Cover that ends by that day anyway is left alone, and so is whoever is
    retired: a retirement changes nothing, an imprisonment is another matter.
    Only a death touches the cover of residents.
    """
    on = happened_on + ONE_DAY if rule.day_after else happened_on
    cover = next((one for one in history if _holds(one, on)), None)
    if cover is None:
        return None
    is_end = rule.movement is Movement.END
    untouched = cover.kind is PersonKind.RETIRED or cover.scheme is Scheme.RESIDENT
    if untouched and not is_end:
        return None
    return Proposed(rule.movement, on, cover)


def judge_payment(said_fen: int, due: DueAmount | None) -> Movement | None:
    """Return what a payment proposes: noting it, or looking at a difference."""
    if due is None or due.amount_fen != said_fen:
        return Movement.COMPARE
    return Movement.PAY if due.paid_on is None else None


def judge_identity(*, joins: bool, is_member: bool) -> Movement | None:
    """Return whether somebody joins or leaves those whose premium is aided."""
    if joins == is_member:
        return None
    return Movement.JOIN if joins else Movement.LEAVE


def judge_business(change: str, state: EmployerState | None) -> Movement | None:
    """Return what a business registration proposes for the employer's own."""
    stands = state in {EmployerState.REGISTERED, EmployerState.SUSPENDED}
    if change == Movement.REGISTER:
        return Movement.REGISTER if state is None else None
    return Movement(change) if stands else None


def _holds(cover: Cover, on: date) -> bool:
    return cover.state is CoverState.IN_FORCE and on in cover.days
