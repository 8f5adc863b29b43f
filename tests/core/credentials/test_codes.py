"""The dynamic code: small, exact, and fresh to the second."""

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st

from tongban.core.credentials.codes import (
    SIGNATURE_BYTES,
    CodeExpired,
    CodeTooEarly,
    CodeUnreadable,
    DynamicCode,
    check_fresh,
    code_text,
    in_groups,
    is_code_text,
    read_code,
    read_typed,
    step_of,
    steps_in_force,
    typed_number,
)
from tongban.core.credentials.purposes import Scope
from tongban.core.credentials.rules import CodeRules

RULES = CodeRules(life_seconds=60, rotate_seconds=30, skew_seconds=15)
QR_VERSION_MAX = 10
NOON = 1_694_404_800
CODES = st.builds(
    DynamicCode,
    key_mark=st.binary(min_size=4, max_size=4),
    number=st.integers(0, 10**10 - 1).map("{:010d}".format),
    scope=st.sampled_from(Scope),
    issued=st.integers(0, 2**32 - 1),
    nonce=st.binary(min_size=6, max_size=6),
)
CODE = DynamicCode(b"abcd", "0123456789", Scope.ANY, NOON, b"nonce!")
SIGNATURE = bytes(range(SIGNATURE_BYTES))


@given(code=CODES, signature=st.binary(min_size=64, max_size=64))
def test_what_is_written_is_read(code, signature):
    assert read_code(code_text(code, signature)) == (code, signature)


def test_the_text_fits_a_small_qr_in_capitals_and_digits():
    text = code_text(CODE, SIGNATURE)
    drawn = segno.make(text, error="m", micro=False)
    assert drawn.mode == "alphanumeric"
    assert drawn.version <= QR_VERSION_MAX
    assert text.isalnum()
    assert text == text.upper()


@pytest.mark.parametrize(
    ("case", "text"),
    [
        ("nothing", ""),
        ("another word", "YB123"),
        ("one sign short", code_text(CODE, SIGNATURE)[:-1]),
        ("one sign long", code_text(CODE, SIGNATURE) + "A"),
        ("small letters", code_text(CODE, SIGNATURE).lower()),
        ("a sign outside the alphabet", code_text(CODE, SIGNATURE)[:-1] + "1"),
        ("another format", "YB" + "AI" + code_text(CODE, SIGNATURE)[4:]),
        ("a scope nobody knows", "YBAH" + "7" + code_text(CODE, SIGNATURE)[5:]),
        ("a number too large", "YB" + "AEAA" + "7" * 132),
    ],
)
def test_anything_else_is_refused(case, text):
    with pytest.raises(CodeUnreadable):
        read_code(text)


def test_a_text_of_the_form_is_told_from_other_words():
    assert is_code_text(code_text(CODE, SIGNATURE))
    assert not is_code_text("赵磊")


@pytest.mark.parametrize(
    ("case", "seconds", "refusal"),
    [
        ("shown this second", 0, None),
        ("a reader whose clock is behind, on the edge", -15, None),
        ("and one second beyond it", -16, CodeTooEarly),
        ("the last second with the clocks' difference", 74, None),
        ("one second later", 75, CodeExpired),
    ],
)
def test_a_code_serves_for_its_life_and_the_clocks_difference(case, seconds, refusal):
    if refusal is None:
        check_fresh(NOON, now=NOON + seconds, rules=RULES)
        return
    with pytest.raises(refusal):
        check_fresh(NOON, now=NOON + seconds, rules=RULES)


@given(shown=st.integers(NOON, NOON + 1000), later=st.integers(0, 60 + 14))
def test_the_read_out_number_serves_as_long_as_the_code(shown, later):
    assert step_of(shown, RULES) in steps_in_force(shown + later, RULES)


@given(shown=st.integers(NOON, NOON + 1000))
def test_the_read_out_number_ends_with_its_turn(shown):
    last = 60 + 15 + RULES.rotate_seconds
    assert step_of(shown, RULES) not in steps_in_force(shown + last, RULES)
    newest_first = steps_in_force(shown, RULES)
    assert list(newest_first) == sorted(newest_first, reverse=True)


def test_a_number_to_read_out_names_the_credential_and_its_mark():
    digits = typed_number("0123456789", 7 * 10**10 + 42)
    assert digits == "01234567890000000042"
    assert read_typed(digits) == ("0123456789", "0000000042")
    assert in_groups(digits) == ("0123", "4567", "8900", "0000", "0042")
    assert read_typed(digits[:-1]) is None
    assert read_typed("１" * 20) is None
