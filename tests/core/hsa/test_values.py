"""Values as clients write them become exact ones, or are refused in words."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from tongban.core.hsa.tables import Field, Form
from tongban.core.hsa.values import (
    CHINA,
    Unreadable,
    fen_of,
    is_empty,
    read_value,
    yuan_of,
)

NOON = datetime(2026, 1, 31, 8, 30, tzinfo=CHINA)


def field(form: Form, length: int = 0, decimals: int = 0) -> Field:
    return Field("x", "示例", form, length, decimals)


@pytest.mark.parametrize("raw", [None, "", "  ", "null", "NULL"])
def test_what_clients_leave_out_is_empty(raw):
    assert is_empty(raw)


@pytest.mark.parametrize("raw", ["0", 0, False, [], {}])
def test_noughts_are_values(raw):
    assert not is_empty(raw)


@pytest.mark.parametrize(
    ("raw", "form", "value"),
    [
        (" 甲 ", Form.TEXT, "甲"),
        (12, Form.TEXT, "12"),
        (True, Form.TEXT, "1"),
        (False, Form.TEXT, "0"),
        (Decimal("1.50"), Form.TEXT, "1.50"),
        ("-12.5", Form.NUMBER, Decimal("-12.50")),
        (12, Form.NUMBER, Decimal("12.00")),
        ("2026-01-31", Form.DAY, date(2026, 1, 31)),
        ("20260131", Form.DAY, date(2026, 1, 31)),
        ("2026/01/31 08:30:00", Form.DAY, date(2026, 1, 31)),
        ("2026-01-31 08:30:00", Form.MOMENT, NOON),
        ("20260131083000", Form.MOMENT, NOON),
        ("2026-01-31T08:30", Form.MOMENT, NOON),
        ("2026-01-31", Form.MOMENT, datetime(2026, 1, 31, tzinfo=CHINA)),
        ("aGk=", Form.BYTES, b"hi"),
        ([104, -151 + 256, 255, -1], Form.BYTES, b"hi\xff\xff"),
    ],
)
def test_a_value_is_read_in_every_spelling_seen(raw, form, value):
    assert read_value(raw, field(form, decimals=2)) == value


@pytest.mark.parametrize(
    ("raw", "form", "words"),
    [
        ("123456", Form.TEXT, "最多5个字，现在有6个"),
        ([], Form.TEXT, "应当是文字"),
        ("1,000", Form.NUMBER, "应当是数字"),
        ("9" * 31, Form.NUMBER, "应当是数字"),
        ("1.234", Form.NUMBER, "最多2位小数"),
        ("1234", Form.NUMBER, "整数部分最多3位"),
        ("20260230", Form.DAY, "没有这一天"),
        ("昨天", Form.DAY, "应当是时间"),
        ("2026-01-31 25:00:00", Form.MOMENT, "没有这个时间"),
        ("昨天", Form.MOMENT, "应当是时间"),
        ("?", Form.BYTES, "base64"),
        ([300], Form.BYTES, "-128到255"),
        (["1"], Form.BYTES, "-128到255"),
        (7, Form.BYTES, "base64"),
    ],
)
def test_what_cannot_be_read_is_said_in_words(raw, form, words):
    with pytest.raises(Unreadable) as no:
        read_value(raw, field(form, length=5, decimals=2))
    assert words in no.value.words


def test_yuan_and_fen_are_the_same_money():
    assert fen_of(Decimal("12.34")) == 1234
    assert yuan_of(1234) == Decimal("12.34")
