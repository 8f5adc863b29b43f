"""JSON-ready values and typed ways to read them."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypeAlias

Json: TypeAlias = "str | int | bool | Sequence[Json] | Mapping[str, Json] | None"
JsonObject: TypeAlias = "Mapping[str, Json]"


def canonical(value: Json) -> str:
    """Return the one spelling of a JSON value: sorted keys, no spaces."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def text_of(data: JsonObject, key: str) -> str:
    """Return the text under a key; empty when absent or null."""
    value = data.get(key)
    return value if isinstance(value, str) else ""


def whole_of(data: JsonObject, key: str) -> int:
    """Return the whole number under a key; zero when absent."""
    value = data.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def flag_of(data: JsonObject, key: str) -> bool:
    """Return the flag under a key; false when absent."""
    return data.get(key) is True


def day_of(data: JsonObject, key: str) -> date | None:
    """Return the ISO day under a key, or nothing."""
    value = data.get(key)
    return date.fromisoformat(value) if isinstance(value, str) and value else None


def known_day(data: JsonObject, key: str) -> date:
    """Return the ISO day under a key; one that must be there."""
    day = day_of(data, key)
    if day is None:
        raise ValueError(f"{key} holds no day.")
    return day


def texts_of(data: JsonObject, key: str) -> tuple[str, ...]:
    """Return the list of texts under a key; empty when absent."""
    value = data.get(key)
    if not isinstance(value, Sequence) or isinstance(value, str):
        return ()
    return tuple(entry for entry in value if isinstance(entry, str))


def objects_of(data: JsonObject, key: str) -> tuple[JsonObject, ...]:
    """Return the list of objects under a key; empty when absent."""
    value = data.get(key)
    if not isinstance(value, Sequence) or isinstance(value, str):
        return ()
    return tuple(entry for entry in value if isinstance(entry, Mapping))
