"""An agreement holds on its days, while it is in force."""

from datetime import date

import pytest

from tongban.core.days import Period
from tongban.core.institutions.agreements import (
    AGREEMENT_STATE_WORDS,
    INSTITUTION_KIND_WORDS,
    AgreementNotInForce,
    AgreementState,
    InstitutionKind,
    check_agreement,
    fixmedins_type,
)

YEAR = Period(date(2026, 1, 1), date(2027, 1, 1))


def test_every_kind_and_state_has_a_word_and_pharmacies_a_code():
    assert set(INSTITUTION_KIND_WORDS) == set(InstitutionKind)
    assert set(AGREEMENT_STATE_WORDS) == set(AgreementState)
    assert fixmedins_type(InstitutionKind.PHARMACY) == "2"
    assert fixmedins_type(InstitutionKind.CLINIC) == "1"


def test_an_agreement_holds_or_not():
    in_force = AgreementState.IN_FORCE
    check_agreement(state=in_force, days=YEAR, day=date(2026, 12, 31))
    for state, day in (
        (in_force, date(2027, 1, 1)),
        (AgreementState.SUSPENDED, date(2026, 6, 1)),
    ):
        with pytest.raises(AgreementNotInForce):
            check_agreement(state=state, days=YEAR, day=day)
