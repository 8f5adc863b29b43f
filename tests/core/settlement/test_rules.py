"""Kinds of care by code, receipts by their digits, reasons by diagnosis."""

import pytest

from tongban.core.benefits.vocabulary import CareKind
from tongban.core.settlement.rules import (
    Care,
    Disease,
    MedTypeUnknown,
    ReasonRule,
    SettlementRules,
    StayCounts,
    StayFacts,
)

RULES = SettlementRules(
    care={
        "21": Care(CareKind.INPATIENT),
        "2106": Care(CareKind.CHILDBIRTH),
        "22": Care(CareKind.INPATIENT, accident=True),
    },
    clearing={},
    stay_counts=StayCounts.END,
    line_off_fen=1,
    receipt_digits=18,
    reasons=(
        ReasonRule("dialysis", diagnoses=("Z49",), same_institution=True),
        ReasonRule("mental", diagnoses=("F20", "F31")),
        ReasonRule("transferred-down", transfer=True),
    ),
    diseases=(Disease("M03900", "高血压", "hypertension"),),
)


def test_a_disease_by_its_code_and_by_the_word_of_the_form() -> None:
    found = RULES.disease_named("hypertension")
    assert found == RULES.disease_coded("M03900") == RULES.diseases[0]
    assert RULES.disease_named("other") is RULES.disease_coded("M00001") is None


def test_longest_prefix_counts() -> None:
    assert RULES.care_of("2101").kind is CareKind.INPATIENT
    assert RULES.care_of("210601").kind is CareKind.CHILDBIRTH
    assert RULES.care_of("22").accident


@pytest.mark.parametrize("code", ["", "9", "31"])
def test_unknown_kind_is_refused(code: str) -> None:
    with pytest.raises(MedTypeUnknown):
        RULES.care_of(code)


def test_receipts_have_their_digits() -> None:
    assert RULES.is_receipt(" 370601230000000001 ")
    assert not RULES.is_receipt("37060123")
    assert not RULES.is_receipt("37060123000000000A")
    assert not RULES.is_receipt("３７060123000000000１"[:18])


def test_reasons_of_a_stay() -> None:
    first = StayFacts(("Z49.1", "F31.2"), transferred_down=False, been_here=False)
    assert RULES.reasons_of(first) == {"mental"}
    again = StayFacts(("Z49.1",), transferred_down=True, been_here=True)
    assert RULES.reasons_of(again) == {"dialysis", "transferred-down"}
    assert RULES.reasons_of(StayFacts((), transferred_down=False, been_here=True)) == (
        frozenset()
    )
