"""Reads the days after which results and parcels are looked after."""

from pathlib import Path
from typing import Any, Final

from tongban.core.collecting.rules import CollectingRules
from tongban.policy.reading import PolicyErrors, read_document
from tongban.policy.schemas import find_schema_problems

RULES: Final = Path("collecting/rules.yaml")
SCHEMA: Final = "collecting-rules"


def load_collecting_rules(folder: Path) -> CollectingRules:
    """Return the rules found in a policy folder.

    Raises ``PolicyErrors`` with every mistake, its file and line.
    """
    document = read_document(folder / RULES, str(RULES))
    problems = find_schema_problems(document, SCHEMA)
    if problems:
        raise PolicyErrors(problems)
    said: Any = document.data
    return CollectingRules(
        remind_days=said["pick_up"]["remind_days"],
        silent_days=said["parcel"]["silent_days"],
    )
