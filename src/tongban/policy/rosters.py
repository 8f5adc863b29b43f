"""Reads the table a school fills in, and how its rows become cases."""

from pathlib import Path
from typing import Any, Final

from tongban.core.rosters.template import Column, RosterTemplate
from tongban.policy.reading import PolicyErrors, read_document
from tongban.policy.schemas import find_schema_problems

STUDENTS: Final = Path("rosters/students.yaml")
SCHEMA: Final = "roster-template"


def load_roster_template(folder: Path) -> RosterTemplate:
    """Return the template of students found in a policy folder.

    Raises ``PolicyErrors`` with every mistake, its file and line.
    """
    document = read_document(folder / STUDENTS, str(STUDENTS))
    problems = find_schema_problems(document, SCHEMA)
    if problems:
        raise PolicyErrors(problems)
    said: Any = document.data
    return RosterTemplate(
        columns=tuple(_column(column) for column in said["columns"]),
        rows_max=said["rows_max"],
        rows_per_case=said["rows_per_case"],
        by_rule=said["by_rule"],
    )


def _column(said: dict[str, Any]) -> Column:
    return Column(
        code=said["code"],
        title=said["title"],
        required=said["required"],
        width=said["width"],
        help=said["help"],
        sample=said["sample"],
        choices=tuple(said.get("choices", ())),
    )
