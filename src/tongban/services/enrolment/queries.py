"""What the register says of a person or an employer; nothing here changes it.

Every function takes party ids. Under the web role the rows are those the
session may see: staff all, a person their own, an employer those of its staff.
"""

from collections.abc import Sequence
from datetime import date

from django.db.models import Count, Q, QuerySet

from tongban.core.access.parties import Scheme
from tongban.core.days import ONE_DAY, Period
from tongban.core.enrolment.contributions import MonthKind
from tongban.core.enrolment.employers import EmployerKind, EmployerState
from tongban.core.enrolment.kinds import HOLDS_DAYS, CoverState, PersonKind, Sex
from tongban.core.enrolment.months import month_of, months_between
from tongban.core.enrolment.premiums import Tier
from tongban.records.enrolment.models import (
    ContributionMonth,
    Cover,
    Employer,
    InsuredPerson,
    PremiumYear,
    Waiting,
)
from tongban.records.transfers.models import PriorPeriod
from tongban.services.enrolment.lines import (
    CoverLine,
    EmployerLine,
    MonthLine,
    PersonLine,
    PremiumLine,
    WaitLine,
    YearsPaid,
)

HOLDING = tuple(sorted(state.value for state in HOLDS_DAYS))


def cover_on(party_id: int, day: date) -> CoverLine | None:
    """Return the cover a person has on a day; there is never more than one.

    Days of interrupted or ended cover before its end count: they were held.
    A wait (``waiting_on``) may still keep the fund from paying.
    """
    found = Cover.objects.filter(
        person_id=party_id, in_force__contains=day, state__in=HOLDING
    ).first()
    return None if found is None else line_of(found)


def covers_of(party_id: int) -> tuple[CoverLine, ...]:
    """Return every cover a person ever had, latest first; void ones are left out.

    A disputed one (重复参保待处理) is among them and holds no day yet.
    """
    rows = Cover.objects.filter(person_id=party_id).exclude(state=CoverState.VOID)
    lines = [line_of(row) for row in rows.order_by("-pk")]
    return tuple(sorted(lines, key=lambda line: line.days.start, reverse=True))


def months_of(party_id: int, first: date, last: date) -> tuple[MonthLine, ...]:
    """Return the months from that of ``first`` to that of ``last``, latest first.

    Due months are among them with ``paid_on`` empty; months never due are not.
    """
    rows = ContributionMonth.objects.filter(
        person_id=party_id,
        month__gte=month_of(first),
        month__lte=month_of(last),
        void=False,
    )
    return tuple(_month_line(row) for row in rows.order_by("-month"))


def staff_of(
    employer_party_id: int, day: date, *, start: int = 0, count: int | None = None
) -> tuple[CoverLine, ...]:
    """Return whom an employer insures on a day, in the order they joined.

    All of them, or ``count`` from the place ``start`` on.
    """
    rows = _staff(employer_party_id, day).order_by("in_force", "pk")
    end = None if count is None else start + count
    return tuple(line_of(row) for row in rows[start:end])


def count_staff(employer_party_id: int, day: date) -> int:
    """Return how many an employer insures on a day."""
    return _staff(employer_party_id, day).count()


def _staff(employer_party_id: int, day: date) -> QuerySet[Cover]:
    return Cover.objects.filter(
        employer_id=employer_party_id, in_force__contains=day, state__in=HOLDING
    )


def years_paid(party_id: int) -> YearsPaid:
    """Return the months paid or deemed as an employee, and paid resident years.

    Years add up across areas (社会保险法 art. 32): what a transfer brought is
    counted, what one took away is not.
    """
    months = ContributionMonth.objects.filter(
        person_id=party_id, void=False, moved_by=None
    )
    deemed = Q(kind=MonthKind.DEEMED.value)
    found = months.aggregate(
        deemed=Count("pk", filter=deemed),
        actual=Count("pk", filter=~deemed & Q(paid_on__isnull=False)),
    )
    paid = PremiumYear.objects.filter(
        person_id=party_id, void=False, paid_on__isnull=False, moved_by=None
    )
    brought = prior_of(party_id)
    years = {*paid.values_list("year", flat=True), *brought.resident_years}
    return YearsPaid(
        actual_months=found["actual"] + brought.actual_months,
        deemed_months=found["deemed"] + brought.deemed_months,
        resident_years=tuple(sorted(years)),
        brought_months=brought.actual_months + brought.deemed_months,
    )


def prior_of(party_id: int) -> YearsPaid:
    """Return what transfers brought from other areas and counts here."""
    months: dict[MonthKind, int] = dict.fromkeys(MonthKind, 0)
    years: set[int] = set()
    for row in PriorPeriod.objects.filter(person_id=party_id, moved_by=None):
        found = months_between(row.months.lower, row.months.upper - ONE_DAY)
        if row.scheme == Scheme.RESIDENT.value:
            years.update(month.year for month in found)
        else:
            months[MonthKind(row.kind)] += len(found)
    return YearsPaid(
        actual_months=months[MonthKind.ACTUAL],
        deemed_months=months[MonthKind.DEEMED],
        resident_years=tuple(sorted(years)),
    )


def brought_years(party_id: int) -> frozenset[int]:
    """Return the calendar years in which other areas covered somebody who moved."""
    rows = PriorPeriod.objects.filter(person_id=party_id, moved_by=None)
    return frozenset(
        month.year
        for row in rows
        for month in months_between(row.months.lower, row.months.upper - ONE_DAY)
    )


def waiting_on(party_id: int, day: date) -> WaitLine | None:
    """Return the wait a day lies in, or nothing: then the fund pays."""
    found = Waiting.objects.filter(
        person_id=party_id, days__contains=day, void=False
    ).first()
    return None if found is None else _wait_line(found)


def waits_of(party_id: int) -> tuple[WaitLine, ...]:
    """Return every wait of a person, latest first."""
    rows = Waiting.objects.filter(person_id=party_id, void=False)
    return tuple(_wait_line(row) for row in rows.order_by("-days"))


def premiums_of(party_id: int) -> tuple[PremiumLine, ...]:
    """Return the coverage years of a person, latest first; unpaid ones too."""
    rows = PremiumYear.objects.filter(person_id=party_id, void=False)
    return tuple(_premium_line(row) for row in rows.order_by("-year"))


def person_line(party_id: int) -> PersonLine | None:
    """Return what the register knows of a person, or nothing."""
    found = InsuredPerson.objects.filter(pk=party_id).first()
    if found is None:
        return None
    return PersonLine(
        party_id=found.pk,
        sex=Sex(found.sex),
        nationality=found.nationality,
        household_region=found.household_region,
        deceased_on=found.deceased_on,
        emigrated_on=found.emigrated_on,
        version=found.version,
    )


def employer_line(party_id: int) -> EmployerLine | None:
    """Return how an employer is registered, or nothing."""
    found = Employer.objects.filter(pk=party_id).first()
    if found is None:
        return None
    return EmployerLine(
        party_id=found.pk,
        kind=EmployerKind(found.kind),
        state=EmployerState(found.state),
        region=found.region,
        registered_on=found.registered_on,
        left_on=found.left_on,
        version=found.version,
    )


def bill_of(
    employer_party_id: int, month: date, *, people: Sequence[int] | None = None
) -> tuple[MonthLine, ...]:
    """Return an employer's bill of a month: a line for each person, paid or due.

    Everybody's, or those of ``people`` alone.
    """
    rows = ContributionMonth.objects.filter(
        employer_id=employer_party_id, month=month_of(month), void=False
    )
    if people is not None:
        rows = rows.filter(person_id__in=people)
    return tuple(_month_line(row) for row in rows.order_by("pk"))


def line_of(row: Cover) -> CoverLine:
    """Return the line of a row of cover."""
    return CoverLine(
        id=row.pk,
        party_id=row.person_id,
        scheme=Scheme(row.scheme),
        kind=PersonKind(row.kind),
        region=row.region,
        days=Period(row.in_force.lower, row.in_force.upper),
        state=CoverState(row.state),
        employer_id=row.employer_id,
        base_fen=row.base_fen,
    )


def _month_line(row: ContributionMonth) -> MonthLine:
    return MonthLine(
        party_id=row.person_id,
        month=row.month,
        scheme=Scheme(row.scheme),
        employer_id=row.employer_id,
        base_fen=row.base_fen,
        unit_fen=row.unit_fen,
        own_fen=row.own_fen,
        kind=MonthKind(row.kind),
        paid_on=row.paid_on,
    )


def _wait_line(row: Waiting) -> WaitLine:
    return WaitLine(
        days=Period(row.days.lower, row.days.upper),
        fixed_months=row.fixed_months,
        variable_months=row.variable_months,
        bought_months=row.bought_months,
        floor_months=row.floor_months,
        missed_years=row.missed_years,
    )


def _premium_line(row: PremiumYear) -> PremiumLine:
    return PremiumLine(
        year=row.year,
        paid_tier=Tier(row.paid_tier),
        tier=Tier(row.tier),
        own_fen=row.own_fen,
        aided_fen=row.aided_fen,
        subsidy_fen=row.subsidy_fen,
        identity=row.identity,
        paid_on=row.paid_on,
    )
