"""Money in whole fen: what is read, what is refused, what is shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.core.money import fen_from_yuan, plain_yuan, yuan_text


@pytest.mark.parametrize(
    ("text", "fen"),
    [("0", 0), ("1", 100), ("1.5", 150), ("1.05", 105), (" 12345678.90 ", 1234567890)],
)
def test_yuan_are_read_to_the_fen(text, fen):
    assert fen_from_yuan(text) == fen


@pytest.mark.parametrize(
    "text", ["", "-1", "1.", "1.234", "1,000", "一", "1e3", ".5", "1.5.5", "+1"]
)
def test_anything_else_is_no_amount(text):
    with pytest.raises(ValueError, match="not an amount"):
        fen_from_yuan(text)


@pytest.mark.parametrize(
    ("fen", "text"),
    [(0, "0.00"), (5, "0.05"), (123456789, "1,234,567.89"), (-150, "-1.50")],
)
def test_fen_are_shown_as_yuan(fen, text):
    assert yuan_text(fen) == text


@given(st.integers(0, 10**12))
def test_what_is_written_for_a_bank_is_read_back_to_the_fen(fen):
    assert fen_from_yuan(plain_yuan(fen)) == fen
