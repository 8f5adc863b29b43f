"""What a month or year costs, and the lists of those whose premium is aided."""

from datetime import date

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from tongban.core.access.parties import Scheme
from tongban.core.enrolment.contributions import DueAmount
from tongban.records.enrolment.models import (
    ContributionMonth,
    PremiumYear,
    SpecialGroup,
)
from tongban.services.enrolment.people import locked_person
from tongban.services.enrolment.writing import (
    Occasion,
    Subject,
    changed,
    made,
    snapshot,
)


def due_amount(party_id: int, *, scheme: Scheme, period: date) -> DueAmount | None:
    """Return what a month of an employee or a year of a resident costs, if it is due.

    ``period`` is the first day of the month, or any day of the year. A month costs
    both shares, a year what the person pays, in fen.
    """
    if scheme is Scheme.EMPLOYEE:
        month = ContributionMonth.objects.filter(
            person_id=party_id, scheme=scheme.value, month=period, void=False
        ).first()
        if month is None:
            return None
        return DueAmount(month.unit_fen + month.own_fen, month.paid_on)
    year = PremiumYear.objects.filter(
        person_id=party_id, year=period.year, void=False
    ).first()
    return None if year is None else DueAmount(year.own_fen, year.paid_on)


@transaction.atomic
def join_list(
    party_id: int, code: str, *, on: date, source: str, cause: Occasion
) -> bool:
    """Note that a person is on a list from a day; say whether that is new."""
    person = locked_person(party_id)
    if person.groups.filter(code=code, void=False, in_force__contains=on).exists():
        return False
    row = SpecialGroup(
        person=person, code=code, source=source, in_force=DateRange(on, None)
    )
    made(row, subject=Subject(person_id=person.pk), cause=cause)
    return True


@transaction.atomic
def leave_list(party_id: int, code: str, *, on: date, cause: Occasion) -> bool:
    """Note that a person is on a list no more from a day; say whether they were."""
    person = locked_person(party_id)
    row = person.groups.filter(code=code, void=False, in_force__contains=on).first()
    if row is None:
        return False
    before = snapshot(row)
    row.in_force = DateRange(row.in_force.lower, on)
    changed(row, before, subject=Subject(person_id=person.pk), cause=cause)
    return True
