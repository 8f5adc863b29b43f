"""A table of one row with the published columns."""

from datetime import date
from pathlib import Path

from tongban.core.loading.cells import Known
from tongban.core.loading.columns import Layout, LoadKind
from tongban.policy.loading import load_definitions

POLICY = Path(__file__).resolve().parents[3] / "policy"
KNOWN = Known(date(2026, 11, 23), frozenset({"370705"}), {"低保对象": "low-income"})
DEFINITIONS = load_definitions(POLICY)


def layout_of(kind: LoadKind, cells: dict[str, str]) -> tuple[Layout, tuple[str, ...]]:
    definition = DEFINITIONS[kind][-1]
    row = tuple(cells.get(column.code, "") for column in definition.columns)
    return Layout(definition, tuple(range(len(row)))), row
