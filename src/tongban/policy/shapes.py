"""Values to JSON and back, by the types their dataclasses declare.

One pair of functions serves policy files and stored snapshots, so a field
added to a dataclass needs no second list of names.
"""

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import TypeVar, Union, cast, get_args, get_origin, get_type_hints

from tongban.core.items.catalogue import JsonValue

T = TypeVar("T")
Json = Union[  # noqa: UP007 - recursive
    str, int, bool, None, list["Json"], dict[str, "Json"]
]


def to_json(value: object) -> Json:
    """Return a frozen value as plain JSON; defaults are left out."""
    if isinstance(value, Enum):
        return str(value.value)
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): to_json(part) for key, part in value.items()}
    if isinstance(value, tuple | list):
        return [to_json(part) for part in value]
    return _record(value)


def _record(value: object) -> dict[str, Json]:
    if not is_dataclass(value) or isinstance(value, type):
        raise TypeError(f"{type(value).__name__} has no JSON form.")
    found: dict[str, Json] = {}
    for field in fields(value):
        part: object = getattr(value, field.name)
        if field.default is MISSING or part != field.default:
            found[field.name] = to_json(part)
    return found


def from_json(kind: type[T], data: object) -> T:
    """Return the value of a dataclass that this JSON writes down.

    Unknown keys are a ``TypeError``; the schema has reported them before.
    """
    return cast("T", _build(kind, data))


def freeze(data: object) -> JsonValue:
    """Return free JSON with its lists as tuples."""
    if isinstance(data, Mapping):
        return {str(key): freeze(part) for key, part in data.items()}
    if isinstance(data, list | tuple):
        return tuple(freeze(part) for part in data)
    return cast("JsonValue", data)


def _build(kind: object, data: object) -> object:
    origin = get_origin(kind)
    if origin in {Union, UnionType}:
        return _union(get_args(kind), data)
    if origin is tuple:
        return _tuple(get_args(kind), data)
    if origin is Mapping or kind is Mapping:
        return _mapping(get_args(kind), data)
    if isinstance(kind, type):
        return _plain(kind, data)
    supertype = getattr(kind, "__supertype__", None)
    return data if supertype is None else _build(supertype, data)


def _plain(kind: type, data: object) -> object:
    if issubclass(kind, Enum):
        return kind(data)
    if issubclass(kind, date):
        return kind.fromisoformat(str(data))
    if is_dataclass(kind) and isinstance(data, Mapping):
        hints = _hints(kind)
        return kind(**{key: _build(hints[key], part) for key, part in data.items()})
    return data


def _union(kinds: tuple[object, ...], data: object) -> object:
    if _is_json(kinds):
        return freeze(data)
    if data is None:
        return None
    (kind,) = (kind for kind in kinds if kind is not NoneType)
    return _build(kind, data)


def _tuple(kinds: tuple[object, ...], data: object) -> object:
    parts = cast("list[object]", data)
    if kinds[-1] is Ellipsis:
        return tuple(_build(kinds[0], part) for part in parts)
    return tuple(_build(kind, part) for kind, part in zip(kinds, parts, strict=True))


def _mapping(kinds: tuple[object, ...], data: object) -> object:
    parts = cast("Mapping[str, object]", data)
    return {key: _build(kinds[1], part) for key, part in parts.items()}


def _is_json(kinds: tuple[object, ...]) -> bool:
    return any(get_origin(kind) is Mapping for kind in kinds) and str in kinds


@cache
def _hints(kind: type) -> Mapping[str, object]:
    return get_type_hints(kind)
