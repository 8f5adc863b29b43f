"""What an effect on the register works from: a case about to be finished."""

from dataclasses import dataclass
from datetime import date

from tongban.core.json_values import JsonObject, text_of
from tongban.core.refusals import Refusal
from tongban.records.cases.models import Case
from tongban.records.parties.models import Party
from tongban.services.enrolment.writing import Occasion


class FieldMissing(Refusal):
    """The form leaves out what the register needs."""

    code = "enrolment.field_missing"

    def __init__(self, title: str) -> None:
        super().__init__(f"{title} is missing.", title=title)


@dataclass(frozen=True, slots=True)
class Finished:
    """The form, the answers to the questions, the papers, and who decided when."""

    case: Case
    form: JsonObject
    situations: tuple[str, ...]
    supplied: frozenset[str]
    decided_on: date
    cause: Occasion

    @property
    def party(self) -> Party:
        """The applicant."""
        return self.case.party

    @property
    def region(self) -> str:
        """Where the person or employer is insured: as the form says, else the case."""
        return text_of(self.form, "region") or self.case.region

    def chose(self, situation: str) -> bool:
        """Whether an answer was given."""
        return situation in self.situations

    def day(self, field: str, title: str) -> date:
        """Return a day of the form that must be there."""
        said = text_of(self.form, field)
        if not said:
            raise FieldMissing(title)
        return date.fromisoformat(said)

    def text(self, field: str, title: str) -> str:
        """Return a text of the form that must be there."""
        said = text_of(self.form, field)
        if not said:
            raise FieldMissing(title)
        return said
