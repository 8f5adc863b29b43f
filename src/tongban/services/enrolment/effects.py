"""What finishing items 1 to 6 changes in the register, in the same transaction."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from tongban.records.cases.models import Case
from tongban.services.enrolment.changes import change_employer, change_person
from tongban.services.enrolment.employees import move_employee
from tongban.services.enrolment.employers import register
from tongban.services.enrolment.finished import Finished
from tongban.services.enrolment.residents import register_residents
from tongban.services.enrolment.writing import Occasion, take_back

EFFECTS: Final[Mapping[str, Callable[[Finished], None]]] = {
    "employer-registration": register,
    "employee-registration": move_employee,
    "resident-registration": register_residents,
    "employer-change": change_employer,
    "employee-change": change_person,
    "resident-change": change_person,
}


def take_effect(effect: str, finished: Finished) -> None:
    """Put a finished case of items 1 to 6 into effect; refuses what cannot be."""
    EFFECTS[effect](finished)


def undo(case: Case, *, at: datetime) -> int:
    """Take back everything a case changed; return how many changes there were."""
    return take_back(case.pk, cause=Occasion(at=at, case_id=case.pk, source="undo"))
