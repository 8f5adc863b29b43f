"""JSON both ways without a float: numbers stay exact, whatever their size."""

import json
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final, NoReturn

from tongban.core.hsa.values import Raw

DIGITS_MAX: Final = 40  # of one number
DEPTH_MAX: Final = 12
_NOT_KEPT: Final = re.compile("[\x00\ud800-\udfff\uffff]")
_ESCAPE: Final = "\\u"  # without one a text holds no such character: none is UTF-8
# Around a decimal on its way through the encoder: no character, in no text we take.
_MARK: Final = "\uffff"


class JsonUnreadable(ValueError):
    """A text is no JSON that this platform takes; the words say why."""

    def __init__(self, words: str) -> None:
        self.words = words
        super().__init__(words)


def read_json(text: str) -> Raw:
    """Return the value of a JSON text; raises ``JsonUnreadable``.

    Numbers with a point become ``Decimal``. Refused are: not-a-number words,
    numbers and nesting beyond the limits, and characters no database keeps.
    """
    try:
        value: Raw = json.loads(
            text, parse_float=_decimal, parse_int=_whole, parse_constant=_constant
        )
    except RecursionError:
        raise JsonUnreadable("层次太深") from None
    except json.JSONDecodeError as fault:
        raise JsonUnreadable(f"第{fault.pos + 1}个字符处不是正确的JSON") from None
    _check_depth(value, 0)
    if _ESCAPE in text or _MARK in text:
        _check_characters(value)
    return value


def _decimal(text: str) -> Decimal:
    """Return an exact number; a huge exponent would otherwise fill the memory."""
    if len(text) > DIGITS_MAX:
        raise JsonUnreadable("有太长的数字")
    value = Decimal(text)
    if value.adjusted() > DIGITS_MAX or value.adjusted() < -DIGITS_MAX:
        raise JsonUnreadable("有太大或太小的数字")
    return value


def _whole(text: str) -> int:
    if len(text) > DIGITS_MAX:
        raise JsonUnreadable("有太长的数字")
    return int(text)


def _constant(text: str) -> NoReturn:
    raise JsonUnreadable(f"{text}不是数字")


def _check_depth(value: Raw, depth: int) -> None:
    if depth > DEPTH_MAX:
        raise JsonUnreadable("层次太深")
    if isinstance(value, dict):
        for inner in value.values():
            if isinstance(inner, dict | list):
                _check_depth(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            if isinstance(inner, dict | list):
                _check_depth(inner, depth + 1)


def _check_characters(value: Raw) -> None:
    if isinstance(value, str):
        if _NOT_KEPT.search(value):
            raise JsonUnreadable("有不能保存的字符")
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            _check_characters(name)
            _check_characters(inner)
    elif isinstance(value, Sequence):
        for inner in value:
            _check_characters(inner)


def json_text(value: object) -> str:
    """Return a value as compact JSON text; decimals are written as they are."""
    return _bare(_ENCODER.encode(value))


def canonical_text(value: Raw) -> str:
    """Return the one spelling of a value: keys sorted, decimals as they are."""
    return _bare(_SORTING.encode(value))


def _bare(text: str) -> str:
    return text.replace(f'"{_MARK}', "").replace(f'{_MARK}"', "")


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return f"{_MARK}{value:f}{_MARK}"
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Sequence):
        return list(value)
    raise TypeError(f"{type(value).__name__} has no place in a message.")


_ENCODER: Final = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), default=_plain, check_circular=False
)
_SORTING: Final = json.JSONEncoder(
    ensure_ascii=False,
    separators=(",", ":"),
    default=_plain,
    check_circular=False,
    sort_keys=True,
)
