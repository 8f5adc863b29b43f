"""The monthly bill: whom a month is due for, assessed once (核定).

Each person is billed under their own lock, so that a clerk who registers
somebody at the same moment and the nightly run take turns. What is done is in the
rows: the run may be killed and started again.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Final

from django.db import transaction
from django.db.models import Exists, F, Func, OuterRef, Q, QuerySet

from tongban.core.access.parties import Scheme
from tongban.core.cases.view import CHINA
from tongban.core.enrolment.kinds import CoverState, PersonKind
from tongban.core.enrolment.months import add_months, month_of
from tongban.core.enrolment.terms import NoTerms
from tongban.records.enrolment.models import ContributionMonth, Cover
from tongban.services.enrolment.covers import due_month
from tongban.services.enrolment.people import locked_person
from tongban.services.enrolment.writing import Occasion, Subject, made

SOURCE: Final = "bill"
PEOPLE_PER_STEP: Final = 200


@dataclass(frozen=True, slots=True)
class Billed:
    """What a run did: lines made, and covers whose rates are not on file."""

    lines: int
    left_out: int


def bill_month(now: datetime) -> Billed:
    """Bill the month of ``now`` to everybody it is due for and not billed yet.

    Staff of employers and flexible workers; pensioners pay nothing.
    """
    first = month_of(now.astimezone(CHINA).date())
    cause = Occasion(at=now, source=SOURCE)
    covers = _due(first).order_by("person_id").values_list("pk", flat=True)
    lines = left_out = 0
    for step in _steps(covers.iterator(chunk_size=PEOPLE_PER_STEP)):
        made_here, missed = _bill(step, first, cause=cause)
        lines, left_out = lines + made_here, left_out + missed
    return Billed(lines, left_out)


def assess_month(employer_party_id: int, month: date, *, cause: Occasion) -> int:
    """Make one employer's bill of a month; return how many lines were new.

    Everybody insured on the first day of the month or joining in it is on it;
    running it again adds nobody twice.
    """
    first = month_of(month)
    covers = _due(first).filter(employer_id=employer_party_id)
    made_here, _ = _bill(
        covers.order_by("person_id").values_list("pk", flat=True), first, cause=cause
    )
    return made_here


def _due(first: date) -> QuerySet[Cover]:
    """Return the covers a month is due for and has no line yet."""
    billed = ContributionMonth.objects.filter(
        person_id=OuterRef("person_id"),
        scheme=Scheme.EMPLOYEE.value,
        month=first,
        void=False,
    )
    next_month = add_months(first, 1)
    return (
        Cover.objects.filter(
            state=CoverState.IN_FORCE.value, scheme=Scheme.EMPLOYEE.value
        )
        .exclude(kind=PersonKind.RETIRED.value)
        .annotate(
            begins=Func(F("in_force"), function="lower"),
            ends=Func(F("in_force"), function="upper"),
        )
        .filter(Q(ends=None) | Q(ends__gt=first), begins__lt=next_month)
        .filter(~Exists(billed))
    )


def _steps(covers: Iterable[int]) -> Iterator[list[int]]:
    rest = iter(covers)
    while step := list(islice(rest, PEOPLE_PER_STEP)):
        yield step


@transaction.atomic
def _bill(covers: Iterable[int], first: date, *, cause: Occasion) -> tuple[int, int]:
    """Bill some covers in one transaction; return lines made and covers left out."""
    lines = left_out = 0
    for cover_id in covers:
        cover = Cover.objects.get(pk=cover_id)
        person = locked_person(cover.person_id)
        due = _due(first).filter(pk=cover_id).first()
        if due is None:
            continue
        try:
            line = due_month(person, due, first, cause=cause)
        except NoTerms:
            left_out += 1
            continue
        made(line, subject=Subject(person_id=person.pk), cause=cause)
        lines += 1
    return lines, left_out
