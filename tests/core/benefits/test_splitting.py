"""Each line is split by catalogue, payment standard and first own share."""

from hypothesis import given
from hypothesis import strategies as st

from tongban.core.benefits.claim import BillLine
from tongban.core.benefits.splitting import LineSplit, split_bill, split_line

NONE: frozenset[str] = frozenset()


def test_the_three_grades_and_the_standard():
    assert split_line(BillLine(1, 1000, 0), NONE) == LineSplit(1, scope_fen=1000)
    assert split_line(BillLine(2, 1000, 1500), NONE) == LineSplit(
        2, first_own_fen=150, scope_fen=850
    )
    assert split_line(BillLine(3, 1000, 10_000), NONE) == LineSplit(3, outside_fen=1000)
    assert split_line(BillLine(4, 1000, 1000, allowed_fen=600), NONE) == LineSplit(
        4, over_price_fen=400, first_own_fen=60, scope_fen=540
    )


def test_items_of_a_list_of_their_own_stay_whole():
    line = BillLine(1, 1000, 10_000, special="special-drug")
    split = split_bill([line, BillLine(2, 5, 0)], frozenset({"special-drug"}))
    assert (split.special_fen("special-drug"), split.scope_fen) == (1000, 5)
    assert split_bill([line], NONE).outside_fen == 1000


@given(
    st.lists(
        st.tuples(
            st.integers(0, 10**9),
            st.integers(0, 10_000),
            st.none() | st.integers(0, 10**9),
        )
    )
)
def test_the_parts_of_every_line_add_up(lines):
    sent = [BillLine(at, *line) for at, line in enumerate(lines)]
    split = split_bill(sent, NONE)
    for line, part in zip(sent, split.lines, strict=True):
        parts = (
            part.outside_fen,
            part.over_price_fen,
            part.first_own_fen,
            part.scope_fen,
        )
        assert sum(parts) == line.amount_fen
        assert min(parts) >= 0
