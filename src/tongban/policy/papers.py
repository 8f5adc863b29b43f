"""Reads the remedies that papers tell."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from tongban.core.days import Period
from tongban.core.items.catalogue import Citation
from tongban.core.papers.kinds import PaperKind
from tongban.core.papers.remedies import Remedy
from tongban.policy.reading import PolicyErrors, read_document
from tongban.policy.schemas import find_schema_problems

REMEDIES: Final = Path("papers/remedies.yaml")
SCHEMA: Final = "paper-remedies"


def load_remedies(folder: Path) -> tuple[Remedy, ...]:
    """Return the remedies found in a policy folder, in the order of the file.

    Raises ``PolicyErrors`` with every mistake, its file and line.
    """
    document = read_document(folder / REMEDIES, str(REMEDIES))
    problems = find_schema_problems(document, SCHEMA)
    if problems:
        raise PolicyErrors(problems)
    said: Any = document.data
    return tuple(_remedy(entry) for entry in said["remedies"])


def _remedy(entry: Mapping[str, Any]) -> Remedy:
    through = entry["in_force"].get("through")
    return Remedy(
        text=entry["text"],
        papers=frozenset(PaperKind(kind) for kind in entry["papers"]),
        in_force=Period.through(
            date.fromisoformat(entry["in_force"]["from"]),
            None if through is None else date.fromisoformat(through),
        ),
        clause=Citation(entry["clause"]["document"], entry["clause"]["clause"]),
    )
