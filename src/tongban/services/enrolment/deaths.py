"""A death the register learns of: cover ends, the day is kept (死亡终止参保)."""

from datetime import date

from django.db import transaction

from tongban.core.access.parties import Scheme
from tongban.core.days import ONE_DAY
from tongban.core.enrolment import cover as rules
from tongban.services.enrolment.covers import history_of, keep_plan
from tongban.services.enrolment.people import locked_person
from tongban.services.enrolment.writing import Occasion, Subject, changed, snapshot


@transaction.atomic
def note_death(party_id: int, *, died_on: date, cause: Occasion) -> None:
    """Keep the day of a death, and end a resident's cover the day after.

    The cover of employees ends by an application of item 2; no item asks one for
    residents.
    """
    person = locked_person(party_id)
    before = snapshot(person)
    person.deceased_on = died_on
    changed(person, before, subject=Subject(person_id=person.pk), cause=cause)
    held = rules.cover_holding(history_of(person), died_on + ONE_DAY)
    if held is not None and held.scheme is Scheme.RESIDENT:
        plan = rules.end(
            history_of(person), scheme=Scheme.RESIDENT, on=died_on + ONE_DAY
        )
        keep_plan(person, plan, cause=cause)
