"""What a case that was taken back had changed: whose register, and since when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tongban.records.enrolment.history import RegisterEvent
from tongban.records.enrolment.models import EmployerEvent, PersonEvent

_EMPLOYER: Final = "employer_id"


@dataclass(frozen=True, slots=True)
class Undone:
    """The parties whose register said what it no longer says, from a moment on."""

    parties: frozenset[int]
    since: datetime


def undone_by(case_id: int) -> Undone | None:
    """Return whom the undoing of a case touched, employers of covers among them.

    Nothing when the case changed nothing in the register, or still stands.
    """
    events = [*_taken_back(PersonEvent, case_id), *_taken_back(EmployerEvent, case_id)]
    if not events:
        return None
    parties = {one for event in events for one in _touched(event)}
    return Undone(frozenset(parties), min(event.at for event in events))


def _taken_back(
    model: type[PersonEvent | EmployerEvent], case_id: int
) -> Iterator[PersonEvent | EmployerEvent]:
    yield from model.objects.filter(case_id=case_id, reverses=None).exclude(
        reversed_by=None
    )


def _touched(event: RegisterEvent) -> Iterator[int]:
    """Yield the one whose history it is, and employers its values name."""
    if isinstance(event, PersonEvent):
        yield event.person_id
    elif isinstance(event, EmployerEvent):
        yield event.employer_id
    for values in (event.old, event.new):
        employer = values.get(_EMPLOYER)
        if isinstance(employer, int):
            yield employer
