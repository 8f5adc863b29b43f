"""Columns of values as PostgreSQL reads an array: one text for each column."""

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

_ENCODE: Final = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), check_circular=False
).encode
_NOTHING: Final = "NULL"


def numbers(values: Iterable[int | None]) -> str:
    """Return numbers, or rows' numbers that may be missing."""
    return f"{{{','.join([_NOTHING if one is None else str(one) for one in values])}}}"


def words(values: Sequence[Any]) -> str:
    """Return texts of any content, some perhaps missing."""
    if None not in values:
        inner = '","'.join(values)
        if "\\" not in inner and inner.count('"') == 2 * len(values) - 2:
            return f'{{"{inner}"}}'
    return f"{{{','.join([_word(one) for one in values])}}}"


def documents(values: Iterable[object]) -> str:
    """Return values as JSON texts."""
    return words(["{}" if one == {} else _ENCODE(one) for one in values])


def moments(values: Iterable[Any]) -> str:
    """Return days or moments, some perhaps missing."""
    return words([None if one is None else one.isoformat() for one in values])


def flags(values: Iterable[bool]) -> str:
    """Return what holds or does not."""
    return f"{{{','.join(['t' if one else 'f' for one in values])}}}"


def _word(value: str | None) -> str:
    if value is None:
        return _NOTHING
    plain = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{plain}"'


Literal = Callable[[Sequence[Any]], str]
OF_TYPE: Final[dict[str, Literal]] = {
    "int": numbers,
    "smallint": numbers,
    "bigint": numbers,
    "text": words,
    "jsonb": documents,
    "timestamptz": moments,
    "date": moments,
    "boolean": flags,
}
