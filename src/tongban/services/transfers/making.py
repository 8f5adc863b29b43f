"""Making the information table of somebody who leaves, from the register."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Q, QuerySet

from tongban.core.access.parties import Scheme
from tongban.core.days import ONE_DAY, Period
from tongban.core.enrolment.contributions import MonthKind
from tongban.core.enrolment.kinds import HOLDS_DAYS
from tongban.core.enrolment.months import MONTHS_OF_YEAR, add_months, month_of
from tongban.core.transfers.sheet import (
    InformationSheet,
    PaidMonth,
    PaidPeriod,
    Who,
    joined,
    runs_of,
)
from tongban.records.enrolment.models import (
    ContributionMonth,
    InsuredPerson,
    PremiumYear,
)
from tongban.records.transfers.models import PriorPeriod, Transfer
from tongban.services.enrolment.queries import covers_of
from tongban.services.ledger.operations import area_of
from tongban.services.transfers.facts import Move, stopped_on


def move_of(row: Transfer) -> Move:
    """Return the move a transfer is about."""
    return Move(row.from_region, row.to_region, Scheme(row.scheme))


def sheet_for(row: Transfer, *, balance_fen: int, on: date) -> InformationSheet:
    """Return the table of a transfer as the register stands; changes nothing."""
    person = InsuredPerson.objects.filter(pk=row.person_id).first()
    party, move = row.person, move_of(row)
    periods = joined(
        (
            *_own_months(row.person_id, row.from_region),
            *_own_years(row.person_id, row.from_region),
            *prior_periods(row.person_id),
        )
    )
    return InformationSheet(
        number=row.number,
        who=Who(party.name, party.identifier, "" if person is None else person.sex),
        from_region=row.from_region,
        to_region=row.to_region,
        scheme=move.scheme,
        stopped_on=stopped_on(row.person_id, move) or on,
        made_on=on,
        periods=periods,
        balance_fen=balance_fen,
    )


def take_along(row: Transfer) -> None:
    """Mark every month and year of a table as moved: they no longer count here."""
    _months(row.person_id, row.from_region).update(moved_by=row)
    _years(row.person_id, row.from_region).update(moved_by=row)
    PriorPeriod.objects.filter(person_id=row.person_id, moved_by=None).update(
        moved_by=row
    )


def bring_back(row: Transfer) -> None:
    """Let what moved with a transfer count here again."""
    ContributionMonth.objects.filter(moved_by=row).update(moved_by=None)
    PremiumYear.objects.filter(moved_by=row).update(moved_by=None)
    PriorPeriod.objects.filter(moved_by=row).update(moved_by=None)


def prior_periods(person_id: int) -> tuple[PaidPeriod, ...]:
    """Return what was paid in other areas and counts here."""
    rows = PriorPeriod.objects.filter(person_id=person_id, moved_by=None)
    return tuple(
        PaidPeriod(
            region=row.region,
            scheme=Scheme(row.scheme),
            kind=MonthKind(row.kind),
            first_month=row.months.lower,
            last_month=month_of(row.months.upper - ONE_DAY),
            base_fen=row.base_fen,
        )
        for row in rows.order_by("months")
    )


def _own_months(person_id: int, region: str) -> tuple[PaidPeriod, ...]:
    paid = (
        PaidMonth(row.month, MonthKind(row.kind), row.base_fen)
        for row in _months(person_id, region)
    )
    return runs_of(paid, region=area_of(region), scheme=Scheme.EMPLOYEE)


def _own_years(person_id: int, region: str) -> tuple[PaidPeriod, ...]:
    """Return paid resident years as months, up to the day cover as resident ended."""
    months = {
        add_months(date(row.year, 1, 1), at)
        for row in _years(person_id, region)
        for at in range(MONTHS_OF_YEAR)
    }
    held = {
        month
        for days in _resident_days(person_id)
        for month in months
        if days.overlaps(Period(month, add_months(month, 1)))
    }
    paid = (PaidMonth(month, MonthKind.ACTUAL) for month in held)
    return runs_of(paid, region=area_of(region), scheme=Scheme.RESIDENT)


def _resident_days(person_id: int) -> Iterator[Period]:
    for line in covers_of(person_id):
        if line.scheme is Scheme.RESIDENT and line.state in HOLDS_DAYS:
            yield line.days


def _months(person_id: int, region: str) -> QuerySet[ContributionMonth]:
    """Return the paid and deemed months of an area that have not moved yet.

    A month belongs to the area unless cover in another one held it.
    """
    rows = ContributionMonth.objects.filter(
        Q(paid_on__isnull=False) | Q(kind=MonthKind.DEEMED.value),
        person_id=person_id,
        scheme=Scheme.EMPLOYEE.value,
        void=False,
        moved_by=None,
    )
    for days in _elsewhere(person_id, region, Scheme.EMPLOYEE):
        inside = Q(month__gte=month_of(days.start))
        if days.end is not None:
            inside &= Q(month__lt=days.end)
        rows = rows.exclude(inside)
    return rows


def _years(person_id: int, region: str) -> QuerySet[PremiumYear]:
    rows = PremiumYear.objects.filter(
        person_id=person_id, void=False, paid_on__isnull=False, moved_by=None
    )
    for days in _elsewhere(person_id, region, Scheme.RESIDENT):
        rows = rows.exclude(year=days.start.year)
    return rows


def _elsewhere(person_id: int, region: str, scheme: Scheme) -> Iterator[Period]:
    for line in covers_of(person_id):
        other = area_of(line.region) != area_of(region)
        if other and line.scheme is scheme and line.state in HOLDS_DAYS:
            yield line.days
