"""Terms of transfers: days of a side, areas without terms."""

from tongban.core.transfers.stages import Side
from tongban.core.transfers.terms import (
    AutomaticTerms,
    ContinuityTerms,
    NoTransferTerms,
    SheetTerms,
    TransferTerms,
)

TERMS = TransferTerms(
    region="370000",
    leg_days={"cross_province": {Side.OUT: 10, Side.IN: 5}},
    sheet=SheetTerms(days=5, alarm_day=3, verified=True),
    continuity=ContinuityTerms(3, 2, 0, 0, verified=False),
    automatic=AutomaticTerms(on=True, objection_days=3, verified=False),
)


def test_each_side_has_its_days() -> None:
    assert TERMS.days_of("cross_province", Side.OUT) == 10
    assert TERMS.days_of("cross_province", Side.IN) == 5


def test_a_split_that_is_not_printed_has_no_days() -> None:
    assert TERMS.days_of("in_province", Side.OUT) is None


def test_an_area_without_terms_is_named() -> None:
    assert NoTransferTerms("820000").data["region"] == "820000"
