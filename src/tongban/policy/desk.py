"""Reads the parameters of the desk: bulk approval and samples of refusals."""

from pathlib import Path
from typing import Any, Final

from tongban.core.desk.rules import DeskRules, Question
from tongban.core.money import fen_from_yuan
from tongban.policy.reading import PolicyErrors, read_document
from tongban.policy.schemas import find_schema_problems

RULES: Final = Path("desk/rules.yaml")
SCHEMA: Final = "desk-rules"


def load_desk_rules(folder: Path) -> DeskRules:
    """Return the parameters found in a policy folder.

    Raises ``PolicyErrors`` with every mistake, its file and line.
    """
    document = read_document(folder / RULES, str(RULES))
    problems = find_schema_problems(document, SCHEMA)
    if problems:
        raise PolicyErrors(problems)
    said: Any = document.data
    bulk, sample = said["bulk_approval"], said["refusal_sample"]
    return DeskRules(
        bulk_cases_max=bulk["cases_max"],
        bulk_payment_max=fen_from_yuan(bulk["payment_max_yuan"]),
        sample_percent=sample["percent"],
        sample_min=sample["cases_min"],
        sample_max=sample["cases_max"],
        checklist=tuple(
            Question(line["code"], line["text"]) for line in sample["checklist"]
        ),
    )
