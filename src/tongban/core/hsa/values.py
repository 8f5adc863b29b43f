"""Values as clients really write them: text, exact numbers, days, moments, bytes."""

import base64
import binascii
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta, timezone
from decimal import Context, Decimal
from typing import Final, TypeAlias

from tongban.core.hsa.tables import Field, Form
from tongban.core.money import Fen

CHINA: Final = timezone(timedelta(hours=8))
DIGITS_MAX: Final = 30
BYTE_VALUES: Final = 256
BYTE_MIN: Final = -128  # Java writes bytes above 127 as negative numbers
_EXACT: Final = Context(prec=2 * DIGITS_MAX)
_NUMBER: Final = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_DATE: Final = r"([0-9]{4})(?P<dash>[-/]?)([0-9]{2})(?P=dash)([0-9]{2})"
_DAY: Final = re.compile(_DATE)
_MOMENT: Final = re.compile(
    _DATE + r"[ T]?([0-9]{2}):?([0-9]{2})(?::?([0-9]{2}))?(?:\.[0-9]{1,6})?"
)
_EMPTY: Final = frozenset({"", "null", "NULL"})

Raw: TypeAlias = "str | int | bool | Decimal | Sequence[Raw] | Mapping[str, Raw] | None"
Value: TypeAlias = "str | Decimal | date | datetime | bytes"


class Unreadable(ValueError):
    """A value cannot be read; the words say in Chinese what was expected."""

    def __init__(self, words: str) -> None:
        self.words = words
        super().__init__(words)


def is_empty(raw: Raw) -> bool:
    """Say whether a client left the value out: absent, empty, or the word null."""
    return raw is None or (isinstance(raw, str) and raw.strip() in _EMPTY)


Reader: TypeAlias = Callable[[Raw], Value]


def reader_of(field: Field) -> Reader:
    """Return what reads the values of a field, or raises ``Unreadable``."""
    match field.form:
        case Form.NUMBER:
            return _number_reader(field)
        case Form.DAY:
            return lambda raw: _day(_text(raw))
        case Form.MOMENT:
            return lambda raw: _moment(_text(raw))
        case Form.BYTES:
            return _bytes
        case _:
            return _text_reader(field)


def read_value(raw: Raw, field: Field) -> Value:
    """Return a value that is not empty, or raise ``Unreadable``."""
    return reader_of(field)(raw)


def _text(raw: Raw) -> str:
    if isinstance(raw, str):
        return raw.strip()
    if isinstance(raw, bool):
        return "1" if raw else "0"
    if isinstance(raw, int | Decimal):
        return format(raw, "f") if isinstance(raw, Decimal) else str(raw)
    raise Unreadable("应当是文字")


def _text_reader(field: Field) -> Reader:
    longest = field.length

    def read(raw: Raw) -> str:
        text = _text(raw)
        if longest and len(text) > longest:
            raise Unreadable(f"最多{longest}个字，现在有{len(text)}个")
        return text

    return read


def _number_reader(field: Field) -> Reader:
    decimals = field.decimals
    step = Decimal(1).scaleb(-decimals)
    most = field.length - decimals if field.length else DIGITS_MAX

    def read(raw: Raw) -> Decimal:
        text = _text(raw)
        if len(text) > DIGITS_MAX or not _NUMBER.fullmatch(text):
            raise Unreadable("应当是数字，不要逗号和单位")
        value = Decimal(text)
        exact = _EXACT.quantize(value, step)
        if exact != value:
            raise Unreadable(f"最多{decimals}位小数")
        if exact.adjusted() >= max(most, 1):
            raise Unreadable(f"数字太大，整数部分最多{most}位")
        return exact

    return read


def _day(text: str) -> date:
    hit = _DAY.fullmatch(text)
    if hit is None:
        return _moment(text).date()
    try:
        return date(*(int(hit.group(place)) for place in (1, 3, 4)))
    except ValueError:
        raise Unreadable("没有这一天") from None


def _moment(text: str) -> datetime:
    hit = _MOMENT.fullmatch(text)
    if hit is None:
        if _DAY.fullmatch(text):
            first = _day(text)
            return datetime(first.year, first.month, first.day, tzinfo=CHINA)
        raise Unreadable("应当是时间，例如2026-01-31 08:30:00")
    year, month, day, hour, minute, second = (
        int(hit.group(place) or 0) for place in (1, 3, 4, 5, 6, 7)
    )
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=CHINA)
    except ValueError:
        raise Unreadable("没有这个时间") from None


def _bytes(raw: Raw) -> bytes:
    if isinstance(raw, str):
        try:
            return base64.b64decode(raw, validate=True)
        except (binascii.Error, ValueError):
            raise Unreadable("文件内容应当是base64文字或者字节数组") from None
    if isinstance(raw, Sequence):
        try:
            return bytes(_byte(one) for one in raw)
        except ValueError:
            raise Unreadable("字节数组里只能有-128到255的整数") from None
    raise Unreadable("文件内容应当是base64文字或者字节数组")


def _byte(raw: Raw) -> int:
    if not isinstance(raw, int) or not BYTE_MIN <= raw < BYTE_VALUES:
        raise ValueError
    return raw % BYTE_VALUES


def fen_of(value: Decimal) -> Fen:
    """Return the fen of an amount in yuan that has two decimals at most."""
    return Fen(int(value.scaleb(2)))


def yuan_of(amount: int) -> Decimal:
    """Return an amount of fen as exact yuan with two decimals."""
    return Decimal(amount).scaleb(-2)
