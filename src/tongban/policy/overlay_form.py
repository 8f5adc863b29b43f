"""The form of a local change, taken from the schema of its file.

A property with a title is a field; its type says which kind, ``x-options``
where its answers come from. What has no title is carried over unchanged: it is
written in the file by hand.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, Final

from tongban.policy.folder import is_sheet
from tongban.policy.overlays import Body
from tongban.policy.schemas import SCHEMAS
from tongban.policy.shapes import Json

ROWS_MAX: Final = 200
COLONS: Final = "：:"
_PARTS: Final = "item-parts.json#/$defs/"


class Kind(StrEnum):
    """What a field holds."""

    TEXT = "text"
    LINES = "lines"
    WHOLE = "whole"
    FLAG = "flag"
    CHOICE = "choice"
    CHOICES = "choices"
    PAIRS = "pairs"
    RECORD = "record"
    ROWS = "rows"


@dataclass(frozen=True, slots=True)
class Part:
    """One field of the form; ``parts`` are those of a record or of each row.

    ``options`` names where the answers come from: ``documents``, ``materials``,
    ``limits``, ``situations``, ``regions``, ``layers``, or a word of the schema.
    """

    name: str
    title: str
    kind: Kind
    hint: str = ""
    options: str = ""
    required: bool = False
    parts: tuple["Part", ...] = ()


Sent = Callable[[str], str]
SentMany = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Answers:
    """What a page sent: one answer of a name, and all answers of a name."""

    one: Sent
    many: SentMany


@cache
def form_of(subject: str) -> tuple[Part, ...]:
    """Return the fields with which a subject is changed."""
    kind = "item-places" if is_sheet(subject) else "item-overlay"
    schema = json.loads((SCHEMAS / f"{kind}.json").read_text(encoding="utf-8"))
    if not is_sheet(subject):
        schema = schema["properties"]["versions"]["items"]
    return _parts_in(schema)


def read_form(parts: Sequence[Part], answers: Answers, former: Body) -> Body:
    """Return what the form says, on top of what it does not ask for.

    A row whose ``drop`` is ticked, or that is empty, is left out.
    """
    return _read(parts, answers, former, "")


def rows_in(part: Part, value: Json) -> list[Body]:
    """Return the rows a list holds, then an empty one to fill in."""
    rows = value if isinstance(value, list) else []
    known: list[Body] = [row for row in rows if isinstance(row, dict)]
    return [*known, {}] if part.kind is Kind.ROWS else known


def words_in(value: Json) -> str:
    """Return a value as it stands in a text field."""
    match value:
        case None | bool():
            return ""
        case list():
            return "\n".join(str(one) for one in value)
        case dict():
            return "\n".join(f"{name}：{said}" for name, said in value.items())
        case _:
            return str(value)


def _parts_in(schema: Mapping[str, Any]) -> tuple[Part, ...]:
    needed = schema.get("required", ())
    return tuple(
        _part(name, shape, required=name in needed)
        for name, shape in schema["properties"].items()
        if "title" in shape
    )


def _part(name: str, shape: Mapping[str, Any], *, required: bool) -> Part:
    whole = _resolved(shape)
    kind, inner = _kind_of(whole)
    options = shape.get("x-options", "") or whole.get("x-options", "")
    if not options and kind in {Kind.CHOICES, Kind.CHOICE}:
        options = name.removeprefix("dropped_")
    return Part(
        name=name,
        title=shape["title"],
        kind=Kind.CHOICE if options and kind is Kind.TEXT else kind,
        hint=shape.get("description", ""),
        options=options,
        required=required,
        parts=inner,
    )


def _resolved(shape: Mapping[str, Any]) -> Mapping[str, Any]:
    found = dict(shape)
    while "$ref" in found:
        name = str(found.pop("$ref")).removeprefix(_PARTS)
        found = {**_shared()[name], **found}
    return found


@cache
def _shared() -> Mapping[str, Any]:
    text = (SCHEMAS / "item-parts.json").read_text(encoding="utf-8")
    parts: Mapping[str, Any] = json.loads(text)["$defs"]
    return parts


def _kind_of(shape: Mapping[str, Any]) -> tuple[Kind, tuple[Part, ...]]:
    """Return what a shape holds, with the fields inside a record or a row."""
    types = shape.get("type")
    if types == "object":
        inside = _parts_in(shape) if "properties" in shape else ()
        return (Kind.RECORD, inside) if inside else (Kind.PAIRS, ())
    if types == "array":
        return _list_kind(shape)
    if types == "boolean":
        return Kind.FLAG, ()
    whole = types == "integer" or (isinstance(types, list) and "integer" in types)
    return (Kind.WHOLE, ()) if whole else (Kind.TEXT, ())


def _list_kind(shape: Mapping[str, Any]) -> tuple[Kind, tuple[Part, ...]]:
    inner = _resolved(shape["items"])
    if inner.get("type") == "object":
        return Kind.ROWS, _parts_in(inner)
    chosen = "enum" in inner or "x-options" in shape
    return (Kind.CHOICES, ()) if chosen else (Kind.LINES, ())


def _read(parts: Sequence[Part], answers: Answers, former: Body, prefix: str) -> Body:
    body = dict(former)
    for part in parts:
        name = prefix + part.name
        value = _value(part, answers, former.get(part.name), name)
        if value is None:
            body.pop(part.name, None)
        else:
            body[part.name] = value
    return body


def _value(part: Part, answers: Answers, former: Json, name: str) -> Json:
    """Return one answer; nothing leaves the field out of the file."""
    match part.kind:
        case Kind.RECORD:
            known = former if isinstance(former, dict) else {}
            value: Json = dict(_read(part.parts, answers, known, f"{name}."))
        case Kind.ROWS:
            value = _rows(part, answers, former, name)
        case Kind.CHOICES:
            value = [one for one in answers.many(name) if one]
        case Kind.FLAG:
            value = bool(answers.one(name))
        case _:
            value = _READERS[part.kind](answers.one(name))
    return value or None


def _lines(text: str) -> Json:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _whole(typed: str) -> Json:
    """Return a whole number; what is none stays text and fails the schema."""
    plain = typed.strip()
    return int(plain) if plain.isascii() and plain.isdigit() else plain


def _pairs(text: str) -> Json:
    found: dict[str, Json] = {}
    for line in text.splitlines():
        at = min((i for i, sign in enumerate(line) if sign in COLONS), default=-1)
        if line.strip():
            name = line[:at] if at > 0 else line
            found[name.strip()] = line[at + 1 :].strip() if at > 0 else ""
    return found


def _rows(part: Part, answers: Answers, former: Json, name: str) -> list[Json]:
    known = (
        [row for row in former if isinstance(row, dict)]
        if isinstance(former, list)
        else []
    )
    rows: list[Json] = []
    for at in range(min(len(known) + 1, ROWS_MAX)):
        if answers.one(f"{name}.{at}.drop"):
            continue
        before = known[at] if at < len(known) else {}
        row = _read(part.parts, answers, before, f"{name}.{at}.")
        if at < len(known) or row:
            rows.append(row)
    return rows


_READERS: Final[Mapping[Kind, Callable[[str], Json]]] = {
    Kind.LINES: _lines,
    Kind.PAIRS: _pairs,
    Kind.WHOLE: _whole,
    Kind.TEXT: str.strip,
    Kind.CHOICE: str.strip,
}
