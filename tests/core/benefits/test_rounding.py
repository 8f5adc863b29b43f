"""Half a fen goes up; what is needed for a share is never short of it."""

from hypothesis import given
from hypothesis import strategies as st

from tongban.core.benefits.rounding import amount_for, share_of, times


def test_half_a_fen_goes_up():
    assert (share_of(1, 5_000), share_of(1, 4_999), share_of(333, 8_500)) == (1, 0, 283)
    assert times(333, 15_000) == 500


@given(st.integers(0, 10**12), st.integers(1, 10_000))
def test_the_amount_for_a_share_reaches_it_and_no_less_would(share, rate):
    amount = amount_for(share, rate)
    assert share_of(amount, rate) >= share
    assert amount * rate >= share * 10_000 > (amount - 1) * rate
