"""Reads the indicator dictionary."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from tongban.core.figures.indicators import Indicator
from tongban.policy.reading import PolicyErrors, read_document
from tongban.policy.schemas import find_schema_problems

INDICATORS: Final = Path("figures/indicators.yaml")
SCHEMA: Final = "indicators"


def load_indicators(folder: Path) -> Mapping[str, Indicator]:
    """Return the newest version of every indicator by its code.

    Raises ``PolicyErrors`` with every mistake, its file and line.
    """
    document = read_document(folder / INDICATORS, str(INDICATORS))
    problems = find_schema_problems(document, SCHEMA)
    if problems:
        raise PolicyErrors(problems)
    said: Any = document.data
    found: dict[str, Indicator] = {}
    for entry in sorted(said["indicators"], key=lambda one: str(one["since"])):
        since = date.fromisoformat(str(entry["since"]))
        found[entry["code"]] = Indicator(**{**entry, "since": since})
    return found
