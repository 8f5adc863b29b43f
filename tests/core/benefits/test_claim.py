"""A bill that no bill can be is refused with its line."""

import pytest
from tests.core.benefits.plans import bill

from tongban.core.benefits.claim import BadBill, BillLine, Purse, Used


@pytest.mark.parametrize(
    ("amount", "share", "allowed"), [(-1, 0, None), (1, 10_001, None), (1, 0, -1)]
)
def test_what_no_line_can_say_is_refused(amount, share, allowed):
    with pytest.raises(BadBill) as no:
        BillLine(7, amount, share, allowed)
    assert no.value.data["line"] == 7


def test_a_bill_adds_up_and_a_new_year_is_empty():
    assert bill(1, 2, 3).total_fen == 6
    assert Used().of("pool") == Purse()
