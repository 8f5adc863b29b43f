"""Outputs built by their tables: every field of a node, what is empty said so."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Final, TypeAlias

from tongban.core.hsa.json_text import json_text
from tongban.core.hsa.tables import DIRECT, Field, Form, Node, Table
from tongban.core.hsa.values import CHINA

DECIMALS_MAX: Final = 12  # of any field
_STEPS: Final = tuple(Decimal(1).scaleb(-places) for places in range(DECIMALS_MAX + 1))
_MIDNIGHT: Final = " 00:00:00"
_DAY: Final = len("2026-01-31")
_MOMENT: Final = len("2026-01-31 08:30:00")


class OutputFaulty(ValueError):
    """A handler gave what its table does not have: a mistake in the program."""


def build_output(said: Mapping[str, object], table: Table) -> dict[str, object]:
    """Return the output of a transaction in the order of its table.

    A node that is given stands whole: an empty number is 0, any other empty
    value is "". Fields of a node without a name stand in the output itself.
    """
    nodes = table.top(out=True)
    unknown = set(said) - {node.name for node in nodes}
    if unknown:
        raise OutputFaulty(f"{table.infno} has no node {sorted(unknown)}.")
    built: dict[str, object] = {}
    for node in nodes:
        if node.name not in said:
            continue
        given = said[node.name]
        if node.name == DIRECT:
            built |= _object(given, node, table)
        elif node.many:
            built[node.name] = [_object(one, node, table) for one in _many(given)]
        else:
            built[node.name] = _object(given, node, table)
    return built


def output_text(said: Mapping[str, object], table: Table) -> str:
    """Return the output as compact JSON text: what ``build_output`` builds, written.

    It is written field by field, each as its table says, without building first.
    """
    ready = _ready(table)
    unknown = said.keys() - ready.keys()
    if unknown:
        raise OutputFaulty(f"{table.infno} has no node {sorted(unknown)}.")
    parts: list[str] = []
    for name, node in ready.items():
        if name not in said:
            continue
        given = said[name]
        if name == DIRECT:
            inner = node.text(given)[1:-1]
            parts += [inner] if inner else []
        elif node.many:
            rows = ",".join([node.text(one) for one in _many(given)])
            parts.append(f'"{name}":[{rows}]')
        else:
            parts.append(f'"{name}":{node.text(given)}')
    return f"{{{','.join(parts)}}}"


Writer: TypeAlias = Callable[[object], str]


@dataclass(frozen=True, slots=True)
class _Ready:
    """A node made ready: each field with what stands before it and what writes it."""

    place: str
    many: bool
    fields: tuple[tuple[str, str, Writer], ...]
    names: frozenset[str]

    def text(self, given: object) -> str:
        """Return an object as text."""
        if not isinstance(given, Mapping):
            raise OutputFaulty(f"{self.place}: an object was expected.")
        if not given.keys() <= self.names:
            unknown = sorted(given.keys() - self.names)
            raise OutputFaulty(f"{self.place}: no field {unknown}.")
        value = given.get
        written = [before + write(value(name)) for name, before, write in self.fields]
        return f"{{{','.join(written)}}}"


@cache
def _ready(table: Table) -> Mapping[str, _Ready]:
    return {node.name: _made_ready(table, node) for node in table.top(out=True)}


def _made_ready(table: Table, node: Node) -> _Ready:
    def writer(one: Field) -> Writer:
        inner = table.inside(node, one.name, out=True)
        return _writer(one) if inner is None else _rows_writer(table, inner)

    return _Ready(
        place=f"{table.infno}.{node.name}",
        many=node.many,
        fields=tuple((one.name, f'"{one.name}":', writer(one)) for one in node.fields),
        names=frozenset(one.name for one in node.fields),
    )


def _rows_writer(table: Table, node: Node) -> Writer:
    ready = _made_ready(table, node)

    def write(value: object) -> str:
        rows = [] if value is None else _many(value)
        return f"[{','.join([ready.text(one) for one in rows])}]"

    return write


def _writer(one: Field) -> Writer:
    match one.form:
        case Form.NUMBER:
            return _number_writer(one)
        case Form.LIST:
            return lambda value: json_text(_shown(value, one))
        case _:
            return lambda value: _quoted(_shown(value, one))


def _number_writer(one: Field) -> Writer:
    step = _STEPS[one.decimals]
    point, after = -one.decimals - 1, -one.decimals or None

    def write(value: object) -> str:
        if not isinstance(value, Decimal):
            return json_text(_shown(value, one))
        text = str(value)
        if text[point:after] == "." and "E" not in text:
            return text  # as it stands, with all its decimals
        return format(value.quantize(step, ROUND_HALF_UP), "f")

    return write


_quoted: Final = json.JSONEncoder(ensure_ascii=False).encode


def _many(given: object) -> Sequence[object]:
    if not isinstance(given, Sequence):
        raise OutputFaulty("A list of rows was expected.")
    return given


def _object(given: object, node: Node, table: Table) -> dict[str, object]:
    if not isinstance(given, Mapping):
        raise OutputFaulty(f"{table.infno}.{node.name}: an object was expected.")
    unknown = set(given) - {one.name for one in node.fields}
    if unknown:
        raise OutputFaulty(f"{table.infno}.{node.name}: no field {sorted(unknown)}.")
    row: dict[str, object] = {}
    holds = table.holds_nodes(node, out=True)
    for one in node.fields:
        value = given.get(one.name)
        inner = table.inside(node, one.name, out=True) if holds else None
        if inner is not None:
            rows = [] if value is None else _many(value)
            row[one.name] = [_object(each, inner, table) for each in rows]
        else:
            row[one.name] = _shown(value, one)
    return row


def _shown(value: object, one: Field) -> object:
    if value is None or value == "":
        return _nothing(one)
    match one.form:
        case Form.NUMBER:
            return _number(value, one)
        case Form.DAY:
            return _stamp(value, _DAY)
        case Form.MOMENT:
            return _stamp(value, _MOMENT)
        case Form.LIST:
            return value
        case _:
            return str(value)


def _nothing(one: Field) -> object:
    if one.form is Form.NUMBER:
        return 0
    return [] if one.form is Form.LIST else ""


def _number(value: object, one: Field) -> object:
    if isinstance(value, int) and not one.decimals:
        return value
    if not isinstance(value, int | Decimal):
        raise OutputFaulty(f"{one.name}: a number was expected.")
    # Money is exact before it comes here; only counts and shares may be rounded.
    return Decimal(value).quantize(_STEPS[one.decimals], ROUND_HALF_UP)


def _stamp(value: object, length: int) -> str:
    """Return the first characters of a moment: its day, or all to the second."""
    if isinstance(value, datetime):
        return value.astimezone(CHINA).isoformat(" ", "seconds")[:length]
    if isinstance(value, date):
        return f"{value.isoformat()}{_MIDNIGHT}"[:length]
    return str(value)
