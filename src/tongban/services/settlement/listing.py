"""Settlements of an institution by the time they were made (结算时间)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Q, QuerySet, Sum

from tongban.core.access.parties import Scheme
from tongban.core.cases.view import CHINA
from tongban.core.settlement.statements import Totals
from tongban.records.settlement.models import Settlement, Visit
from tongban.services.ledger.operations import area_of


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which settlements: days include both ends; what is empty is not asked.

    ``area`` is the region whose funds pay; ``refunds`` says only those that undo
    others, or none of them.
    """

    institution_id: int
    first: date
    last: date
    area: str = ""
    scheme: Scheme | None = None
    clearing: str = ""
    refunds: bool | None = None


def settlements_of(chosen: Chosen) -> QuerySet[Settlement]:
    """Return the settlements that were chosen, in the order they were made."""
    wanted = Q(
        institution_id=chosen.institution_id,
        at__gte=_midnight(chosen.first),
        at__lt=_midnight(chosen.last + timedelta(days=1)),
    )
    if chosen.area:
        wanted &= Q(region=area_of(chosen.area))
    if chosen.scheme is not None:
        wanted &= Q(scheme=chosen.scheme.value)
    if chosen.clearing:
        wanted &= Q(clearing=chosen.clearing)
    if chosen.refunds is not None:
        wanted &= Q(reverses__isnull=not chosen.refunds)
    return Settlement.objects.filter(wanted).order_by("pk")


def totals_of(rows: QuerySet[Settlement]) -> Totals:
    """Return number and sums; every refund counts as one more, below zero."""
    found = rows.order_by().aggregate(
        count=Count("pk"),
        total=Sum("total_fen"),
        funds=Sum("funds_fen"),
        account=Sum("account_fen"),
        family=Sum("family_fen"),
        cash=Sum("cash_fen"),
    )
    return Totals(
        count=found["count"],
        total_fen=int(found["total"] or 0),
        funds_fen=int(found["funds"] or 0),
        account_fen=int(found["account"] or 0) + int(found["family"] or 0),
        cash_fen=int(found["cash"] or 0),
    )


def visits_between(
    person_id: int, first: datetime, last: datetime, *, med_type: str = ""
) -> QuerySet[Visit]:
    """Return somebody's visits that began in a time, as far as they may be seen."""
    rows = Visit.objects.filter(
        person_id=person_id, began_at__gte=first, began_at__lte=last
    )
    if med_type:
        rows = rows.filter(med_type=med_type)
    return rows.order_by("began_at", "pk")


def of_year(person_id: int, year: int) -> Iterable[Settlement]:
    """Return everything settled for somebody that counts in a year."""
    return Settlement.objects.filter(person_id=person_id, year=year).order_by("pk")


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), CHINA)
