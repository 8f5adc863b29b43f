"""What may be done with a visit as it stands."""

import pytest

from tongban.core.benefits.vocabulary import CareKind
from tongban.core.settlement.visits import (
    AlreadyDischarged,
    NotDischarged,
    VisitSettled,
    VisitState,
    VisitVoid,
    WrongKind,
    check_open,
    check_stay,
    check_to_settle,
)


def test_nothing_is_added_to_what_is_over() -> None:
    check_open(VisitState.OPEN)
    with pytest.raises(VisitVoid):
        check_open(VisitState.VOID)
    with pytest.raises(AlreadyDischarged):
        check_open(VisitState.DISCHARGED)


def test_a_stay_is_settled_after_discharge_or_midway() -> None:
    stay = CareKind.INPATIENT
    check_to_settle(VisitState.DISCHARGED, stay, midway=False)
    check_to_settle(VisitState.OPEN, stay, midway=True)
    check_to_settle(VisitState.OPEN, CareKind.OUTPATIENT, midway=False)
    with pytest.raises(NotDischarged):
        check_to_settle(VisitState.OPEN, stay, midway=False)
    with pytest.raises(VisitVoid):
        check_to_settle(VisitState.VOID, stay, midway=True)


def test_what_is_settled_is_undone_before_it_is_changed() -> None:
    assert VisitSettled().code == "settlement.visit_settled"


def test_transactions_of_stays_are_for_stays() -> None:
    check_stay(CareKind.CHILDBIRTH, stay=True)
    check_stay(CareKind.PHARMACY, stay=False)
    with pytest.raises(WrongKind):
        check_stay(CareKind.PHARMACY, stay=True)
    with pytest.raises(WrongKind):
        check_stay(CareKind.INPATIENT, stay=False)
