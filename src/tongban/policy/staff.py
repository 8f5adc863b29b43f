"""Reads the parameters of the staff register and of the distribution of work."""

from pathlib import Path
from typing import Any, Final

from tongban.core.staff.rules import StaffRules
from tongban.policy.reading import PolicyErrors, read_document
from tongban.policy.schemas import find_schema_problems

RULES: Final = Path("staff/rules.yaml")
SCHEMA: Final = "staff-rules"


def load_staff_rules(folder: Path) -> StaffRules:
    """Return the parameters found in a policy folder.

    Raises ``PolicyErrors`` with every mistake, its file and line.
    """
    document = read_document(folder / RULES, str(RULES))
    problems = find_schema_problems(document, SCHEMA)
    if problems:
        raise PolicyErrors(problems)
    said: Any = document.data
    return StaffRules(
        warning_days=said["agreement"]["warning_days"],
        training_needed=said["training"]["needed"],
        training_valid_months=said["training"]["valid_months"],
        absence_days_max=said["absence"]["days_max"],
        stand_in_steps_max=said["absence"]["stand_in_steps_max"],
        return_after_working_days=said["distribution"]["return_after_days"],
        open_max=said["distribution"]["open_max"],
        device_code_minutes=said["device_code"]["valid_minutes"],
    )
