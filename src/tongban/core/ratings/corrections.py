"""The correction case a bad rating opens (差评整改): one table, and who acts.

States are what the events add up to. The person complained about takes no part;
who asks to end it does not approve that.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from tongban.core.ratings.rules import CorrectionRules
from tongban.core.refusals import Refusal

WORDS_MIN: Final = 5


class CorrectionState(StrEnum):
    """Where a correction stands."""

    TO_FIX = "to_fix"
    FIXING = "fixing"
    INVALID_CLAIMED = "invalid_claimed"
    UNFIXABLE_CLAIMED = "unfixable_claimed"
    FIXED_CLAIMED = "fixed_claimed"
    FIXED = "fixed"
    INVALID = "invalid"
    UNFIXABLE = "unfixable"


CORRECTION_WORDS: Final[Mapping[CorrectionState, str]] = {
    CorrectionState.TO_FIX: "待整改",
    CorrectionState.FIXING: "整改中",
    CorrectionState.INVALID_CLAIMED: "申请无效，待复核",
    CorrectionState.UNFIXABLE_CLAIMED: "申请无法整改，待复核",
    CorrectionState.FIXED_CLAIMED: "已整改，待复核",
    CorrectionState.FIXED: "已整改",
    CorrectionState.INVALID: "评价无效",
    CorrectionState.UNFIXABLE: "无法整改",
}
CLAIMED: Final = frozenset(
    {
        CorrectionState.INVALID_CLAIMED,
        CorrectionState.UNFIXABLE_CLAIMED,
        CorrectionState.FIXED_CLAIMED,
    }
)
ENDED: Final = frozenset(
    {CorrectionState.FIXED, CorrectionState.INVALID, CorrectionState.UNFIXABLE}
)


class Deed(StrEnum):
    """What can happen to a correction."""

    OPENED = "opened"
    ASSIGNED = "assigned"
    CONTACTED = "contacted"
    TRIED = "tried"
    STARTED = "started"
    CLAIM_INVALID = "claim_invalid"
    CLAIM_UNFIXABLE = "claim_unfixable"
    CLAIM_FIXED = "claim_fixed"
    APPROVED = "approved"
    SENT_BACK = "sent_back"
    REOPENED = "reopened"
    RUNG = "rung"


DEED_WORDS: Final[Mapping[Deed, str]] = {
    Deed.OPENED: "差评转整改",
    Deed.ASSIGNED: "交办",
    Deed.CONTACTED: "回访",
    Deed.TRIED: "回访未联系上",
    Deed.STARTED: "开始整改",
    Deed.CLAIM_INVALID: "申请认定无效",
    Deed.CLAIM_UNFIXABLE: "申请无法整改",
    Deed.CLAIM_FIXED: "报告已整改",
    Deed.APPROVED: "复核通过",
    Deed.SENT_BACK: "复核退回",
    Deed.REOPENED: "要求重新整改",
    Deed.RUNG: "督办提醒",
}
_S = CorrectionState
_OPEN = (_S.TO_FIX, _S.FIXING)
NEXT: Final[Mapping[tuple[CorrectionState, Deed], CorrectionState]] = {
    **{(state, Deed.CONTACTED): state for state in (*_OPEN, *CLAIMED)},
    **{(state, Deed.TRIED): state for state in (*_OPEN, *CLAIMED)},
    **{(state, Deed.ASSIGNED): state for state in (*_OPEN, *CLAIMED)},
    **{(state, Deed.RUNG): state for state in (*_OPEN, *CLAIMED)},
    (_S.TO_FIX, Deed.OPENED): _S.TO_FIX,
    (_S.TO_FIX, Deed.STARTED): _S.FIXING,
    **{(state, Deed.CLAIM_INVALID): _S.INVALID_CLAIMED for state in _OPEN},
    **{(state, Deed.CLAIM_UNFIXABLE): _S.UNFIXABLE_CLAIMED for state in _OPEN},
    **{(state, Deed.CLAIM_FIXED): _S.FIXED_CLAIMED for state in _OPEN},
    (_S.INVALID_CLAIMED, Deed.APPROVED): _S.INVALID,
    (_S.UNFIXABLE_CLAIMED, Deed.APPROVED): _S.UNFIXABLE,
    (_S.FIXED_CLAIMED, Deed.APPROVED): _S.FIXED,
    **{(state, Deed.SENT_BACK): _S.FIXING for state in CLAIMED},
    **{(state, Deed.REOPENED): _S.TO_FIX for state in ENDED},
}
CLAIMS: Final = frozenset({Deed.CLAIM_INVALID, Deed.CLAIM_UNFIXABLE, Deed.CLAIM_FIXED})
REVIEWS: Final = frozenset({Deed.APPROVED, Deed.SENT_BACK})


class NotNow(Refusal):
    """The deed does not fit where the correction stands."""

    code = "ratings.not_now"

    def __init__(self, state: CorrectionState) -> None:
        super().__init__(f"Not while {state}.", state=CORRECTION_WORDS[state])


class CallMissing(Refusal):
    """Nothing ends before the person was called back."""

    code = "ratings.call_missing"

    def __init__(self) -> None:
        super().__init__("Call the person back first.")


class EvidenceMissing(Refusal):
    """A claim says what proves it."""

    code = "ratings.evidence_missing"

    def __init__(self) -> None:
        super().__init__(f"Write at least {WORDS_MIN} characters.", least=WORDS_MIN)


class PersonConcerned(Refusal):
    """Who was complained about has no part in it."""

    code = "ratings.person_concerned"

    def __init__(self) -> None:
        super().__init__("The person complained about takes no part.")


class SecondPersonNeeded(Refusal):
    """Who claimed, or does the work, does not review it."""

    code = "ratings.second_person_needed"

    def __init__(self) -> None:
        super().__init__("Somebody else reviews a claim.")


class ReopenedBefore(Refusal):
    """A correction is reopened a fixed number of times."""

    code = "ratings.reopened_before"

    def __init__(self, most: int) -> None:
        super().__init__(f"Reopened {most} times already.", most=most)


class ReopenTooLate(Refusal):
    """The days for reopening are over."""

    code = "ratings.reopen_too_late"

    def __init__(self, days: int) -> None:
        super().__init__(f"Ended more than {days} days ago.", days=days)


@dataclass(frozen=True, slots=True)
class Happening:
    """One event of a correction; ``detail`` is the rung of a reminder."""

    deed: Deed
    on: date
    actor_id: int | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """What the events add up to.

    ``round_on`` is the day the present round began; ``rungs`` are those of it.
    """

    state: CorrectionState = CorrectionState.TO_FIX
    version: int = 0
    round_on: date | None = None
    contacted_on: date | None = None
    claimed_by: int | None = None
    ended_on: date | None = None
    reopened: int = 0
    rungs: frozenset[str] = frozenset()


def fold(happened: Iterable[Happening]) -> Correction:
    """Return what the events add up to, in their order."""
    stands = Correction()
    for each in happened:
        stands = after(stands, each)
    return stands


def after(stands: Correction, happened: Happening) -> Correction:
    """Return how it stands after one more event; refuses one that does not fit."""
    deed = happened.deed
    state = NEXT.get((stands.state, deed))
    if state is None:
        raise NotNow(stands.state)
    moved = replace(stands, state=state, version=stands.version + 1)
    if deed in {Deed.OPENED, Deed.REOPENED}:
        return replace(
            moved,
            round_on=happened.on,
            contacted_on=None,
            claimed_by=None,
            ended_on=None,
            reopened=stands.reopened + (deed is Deed.REOPENED),
            rungs=frozenset(),
        )
    if deed is Deed.CONTACTED:
        return replace(moved, contacted_on=stands.contacted_on or happened.on)
    if deed is Deed.RUNG:
        return replace(moved, rungs=stands.rungs | {happened.detail})
    if deed in CLAIMS:
        return replace(moved, claimed_by=happened.actor_id)
    if deed is Deed.APPROVED:
        return replace(moved, ended_on=happened.on)
    return moved


def check_part(actor_id: int | None, concerned: Iterable[int]) -> None:
    """Refuse the person complained about."""
    if actor_id is None or actor_id in set(concerned):
        raise PersonConcerned


def check_claim(stands: Correction, deed: Deed, *, words: str) -> None:
    """Refuse a claim without a call-back, or without saying what proves it."""
    if (stands.state, deed) not in NEXT:
        raise NotNow(stands.state)
    if stands.contacted_on is None:
        raise CallMissing
    if len(words.strip()) < WORDS_MIN:
        raise EvidenceMissing


def check_review(stands: Correction, *, actor_id: int, owner_id: int | None) -> None:
    """Refuse a review by who claimed it or does the work."""
    if stands.state not in CLAIMED:
        raise NotNow(stands.state)
    if actor_id in {stands.claimed_by, owner_id}:
        raise SecondPersonNeeded


def check_reopening(stands: Correction, *, today: date, rules: CorrectionRules) -> None:
    """Refuse reopening what has not ended, a second time, or too late."""
    if stands.ended_on is None:
        raise NotNow(stands.state)
    if stands.reopened >= rules.reopened_max:
        raise ReopenedBefore(rules.reopened_max)
    if today > stands.ended_on + timedelta(days=rules.reopen_days):
        raise ReopenTooLate(rules.reopen_days)


def may_reopen(stands: Correction, *, today: date, rules: CorrectionRules) -> bool:
    """Say whether the person may still ask for more; for pages that offer it."""
    try:
        check_reopening(stands, today=today, rules=rules)
    except Refusal:
        return False
    return True


def is_late(state: CorrectionState, *, due_on: date, today: date) -> bool:
    """Say whether the limit is over and nothing ended it (逾期)."""
    return state not in ENDED and today > due_on


def choose_owner(
    candidates: Iterable[tuple[int, int]], *, concerned: Iterable[int]
) -> int | None:
    """Return who takes it: the one with the least open work, never one concerned.

    ``candidates`` pairs an account with how many open corrections it has.
    """
    out = set(concerned)
    free = sorted((load, account) for account, load in candidates if account not in out)
    return free[0][1] if free else None
