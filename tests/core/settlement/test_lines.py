"""Fee lines checked, returns netted, the sum of the bill held against them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.core.settlement.lines import (
    Charged,
    LineAmountWrong,
    NothingToSettle,
    ReturnTooLarge,
    ReturnUnknown,
    TotalDiffers,
    check_line,
    check_total,
    net_lines,
    product_fen,
)

UNIT = 10_000


def charged(serial: str, fen: int, units: int = 1, **more: object) -> Charged:
    return Charged(serial, fen, units * UNIT, 0, **more)  # type: ignore[arg-type]


def test_product_is_rounded_half_away_from_zero() -> None:
    assert product_fen(12_345_000, UNIT) == 1235  # 12.345 yuan
    assert product_fen(12_344_999, UNIT) == 1234
    assert product_fen(12_345_000, -UNIT) == -1235


def test_a_line_may_be_off_by_the_tolerance_only() -> None:
    check_line("1", amount_fen=1234, price=12_345_000, quantity=UNIT, off_fen=1)
    with pytest.raises(LineAmountWrong):
        check_line("1", amount_fen=1233, price=12_345_000, quantity=UNIT, off_fen=1)
    with pytest.raises(LineAmountWrong):
        check_line("1", amount_fen=1, price=0, quantity=-UNIT, off_fen=5)
    check_line("1", amount_fen=0, price=0, quantity=-UNIT, off_fen=0)


def test_returns_are_taken_off_their_charge() -> None:
    found = net_lines(
        [
            charged("a", 300, 3, price_max_fen=90),
            charged("b", 500),
            charged("r", -100, -1, returns="a"),
            charged("s", -500, -1, returns="b"),
        ]
    )
    assert [(one.amount_fen, one.allowed_fen) for one in found] == [(200, 180)]


def test_returns_of_nothing_or_too_much_are_refused() -> None:
    with pytest.raises(ReturnUnknown):
        net_lines([charged("a", 300), charged("r", -100, -1, returns="x")])
    with pytest.raises(ReturnTooLarge):
        net_lines([charged("a", 300), charged("r", -400, -1, returns="a")])
    with pytest.raises(ReturnTooLarge):
        net_lines([charged("a", 300), charged("r", -100, -2, returns="a")])


def test_the_bill_is_the_sum_of_its_lines() -> None:
    lines = net_lines([charged("a", 300)])
    check_total(lines, 300)
    check_total(lines, None)
    with pytest.raises(TotalDiffers):
        check_total(lines, 299)
    with pytest.raises(NothingToSettle):
        check_total((), 0)


@given(st.lists(st.tuples(st.integers(1, 10**7), st.integers(0, 9)), max_size=20))
def test_netting_keeps_the_sum(charges: list[tuple[int, int]]) -> None:
    lines = []
    for at, (fen, tenths) in enumerate(charges):
        lines.append(charged(f"c{at}", fen, 10))
        lines.append(
            charged(f"r{at}", -(fen * tenths // 10), -tenths, returns=f"c{at}")
        )
    assert sum(one.amount_fen for one in net_lines(lines)) == sum(
        one.amount_fen for one in lines
    )
