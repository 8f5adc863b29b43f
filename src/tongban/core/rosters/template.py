"""The table a school fills in: its columns, and how its rows become cases."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, what belongs there, and the answers to choose from."""

    code: str
    title: str
    required: bool
    width: int
    help: str
    sample: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RosterTemplate:
    """The columns, the most rows of a file, and the students of one case.

    ``by_rule`` lets the rows that pass every check take effect at once; else the
    window handles each case.
    """

    columns: tuple[Column, ...]
    rows_max: int
    rows_per_case: int
    by_rule: bool


def places_of(
    heading: Sequence[str], template: RosterTemplate
) -> Mapping[str, int] | None:
    """Return where each column stands in a heading, counted from 0.

    Columns may stand in any order and others may stand beside them; nothing is
    returned when one that is required is missing.
    """
    plain = [title.strip().removesuffix("*").strip() for title in heading]
    found = {
        column.code: plain.index(column.title)
        for column in template.columns
        if column.title in plain
    }
    missing = [
        one for one in template.columns if one.required and one.code not in found
    ]
    return None if missing else found
