"""Outputs built by their tables: every field of a node, what is empty said so."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from tongban.core.hsa.tables import DIRECT, Field, Form, Node, Table
from tongban.core.hsa.values import CHINA

DECIMALS_MAX: Final = 12  # of any field
_STEPS: Final = tuple(Decimal(1).scaleb(-places) for places in range(DECIMALS_MAX + 1))


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
            return _stamp(value, "%Y-%m-%d")
        case Form.MOMENT:
            return _stamp(value, "%Y-%m-%d %H:%M:%S")
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


def _stamp(value: object, form: str) -> str:
    if isinstance(value, datetime):
        return value.astimezone(CHINA).strftime(form)
    if isinstance(value, date):
        return value.strftime(form)
    return str(value)
