"""What somebody typed or scanned at a window."""

import pytest

from tongban.core.desk.typed import TYPED_MAX, Typed, plain_typed, readings


@pytest.mark.parametrize(
    ("scanned", "meant"),
    [
        ("990000199001010017\r\n", "990000199001010017"),
        (" 99000019900101001x ", "99000019900101001X"),
        ("９９００００１９９００１０１００１７", "990000199001010017"),
        ("100 1234 5678", "10012345678"),
        ("a\x00b\u200bc", "ABC"),
        ("赵 磊", "赵磊"),
        ("", ""),
        ("x" * 200, "X" * TYPED_MAX),
    ],
)
def test_what_a_reader_adds_is_taken_off(scanned, meant):
    assert plain_typed(scanned) == meant


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("YB" + "A" * 136, Typed.CREDENTIAL),
        ("01234567890000000042", Typed.CREDENTIAL),
        ("3707022023091100000017", Typed.CASE),
        ("990000199001010017", Typed.IDENTIFIER),
        ("91370700MA3XXXXX1X", Typed.IDENTIFIER),
        ("10012345678", Typed.PHONE),
        ("A012", Typed.TICKET),
        ("7KQM2PXA", Typed.DRAFT),
        ("ZL", Typed.INITIALS),
        ("赵磊", Typed.NAME),
    ],
)
def test_each_form_is_read_as_what_it_likeliest_is(text, first):
    assert readings(text)[0] is first


def test_eight_letters_may_be_three_things():
    wanted = (Typed.DRAFT, Typed.IDENTIFIER, Typed.INITIALS)
    assert readings("ABCDEFGH") == wanted


def test_nothing_and_a_single_sign_name_nothing():
    assert readings("") == ()
    assert readings("?") == ()
