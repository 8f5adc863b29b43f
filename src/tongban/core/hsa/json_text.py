"""JSON both ways without a float: numbers stay exact, whatever their size."""

import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Final, NoReturn

from tongban.core.hsa.values import Raw

DIGITS_MAX: Final = 40  # of one number
DEPTH_MAX: Final = 12
_SURROGATES: Final = ("\ud800", "\udfff")


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
    _check(value, 0)
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


def _check(value: Raw, depth: int) -> None:
    if depth > DEPTH_MAX:
        raise JsonUnreadable("层次太深")
    if isinstance(value, str):
        _check_text(value)
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            _check_text(name)
            _check(inner, depth + 1)
    elif isinstance(value, Sequence):
        for inner in value:
            _check(inner, depth + 1)


def _check_text(text: str) -> None:
    low, high = _SURROGATES
    if "\x00" in text or any(low <= sign <= high for sign in text):
        raise JsonUnreadable("有不能保存的字符")


def json_text(value: object) -> str:
    """Return a value as compact JSON text; decimals are written as they are."""
    return "".join(_parts(value))


def _parts(value: object) -> Iterable[str]:
    if isinstance(value, Mapping):
        inner = (
            f"{json.dumps(str(name), ensure_ascii=False)}:{json_text(one)}"
            for name, one in value.items()
        )
        yield f"{{{','.join(inner)}}}"
    elif isinstance(value, Decimal):
        yield format(value, "f")
    elif isinstance(value, str | bool | int) or value is None:
        yield json.dumps(value, ensure_ascii=False)
    elif isinstance(value, Sequence):
        yield f"[{','.join(json_text(one) for one in value)}]"
    else:
        raise TypeError(f"{type(value).__name__} has no place in a message.")


def canonical_text(value: Raw) -> str:
    """Return the one spelling of a value: keys sorted, decimals as they are."""
    return json_text(_sorted(value))


def _sorted(value: Raw) -> Raw:
    if isinstance(value, Mapping):
        return {name: _sorted(value[name]) for name in sorted(value)}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_sorted(one) for one in value]
    return value
