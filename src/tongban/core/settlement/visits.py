"""How a visit stands, and what may still be done with it."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from tongban.core.benefits.vocabulary import CareKind
from tongban.core.refusals import Refusal


class VisitState(StrEnum):
    """How a visit or stay stands (就诊状态)."""

    OPEN = "open"
    DISCHARGED = "discharged"
    VOID = "void"


VISIT_STATE_WORDS: Final[Mapping[VisitState, str]] = {
    VisitState.OPEN: "进行中",
    VisitState.DISCHARGED: "已出院",
    VisitState.VOID: "已撤销",
}

# A stay is admitted, discharged and then settled; everything else is settled as it is.
STAYS: Final = frozenset({CareKind.INPATIENT, CareKind.CHILDBIRTH})


class VisitVoid(Refusal):
    """The visit was cancelled."""

    code = "settlement.visit_void"

    def __init__(self) -> None:
        super().__init__("The visit was cancelled.")


class VisitSettled(Refusal):
    """Something of the visit is settled; undo the settlement first."""

    code = "settlement.visit_settled"

    def __init__(self) -> None:
        super().__init__("Settled; undo that first.")


class NotDischarged(Refusal):
    """A stay is settled after discharge, or in the middle of it by its own flag."""

    code = "settlement.not_discharged"

    def __init__(self) -> None:
        super().__init__("Not discharged.")


class AlreadyDischarged(Refusal):
    """The stay has ended; undo the discharge first."""

    code = "settlement.already_discharged"

    def __init__(self) -> None:
        super().__init__("Discharged already.")


class WrongKind(Refusal):
    """The transaction is for another kind of care."""

    code = "settlement.wrong_kind"

    def __init__(self) -> None:
        super().__init__("Another kind of care.")


def check_open(state: VisitState) -> None:
    """Refuse what was cancelled or has ended: nothing is added to it."""
    if state is VisitState.VOID:
        raise VisitVoid
    if state is VisitState.DISCHARGED:
        raise AlreadyDischarged


def check_to_settle(state: VisitState, kind: CareKind, *, midway: bool) -> None:
    """Refuse to settle what was cancelled, or a stay that has not ended.

    ``midway`` says the institution settles in the middle of a stay (中途结算).
    """
    if state is VisitState.VOID:
        raise VisitVoid
    if kind in STAYS and state is not VisitState.DISCHARGED and not midway:
        raise NotDischarged


def check_stay(kind: CareKind, *, stay: bool) -> None:
    """Refuse a transaction of stays for a visit, and the other way round."""
    if (kind in STAYS) is not stay:
        raise WrongKind
