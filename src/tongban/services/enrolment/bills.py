"""What an employer owed and paid, month by month."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, Sum

from tongban.core.enrolment.months import month_of
from tongban.records.enrolment.models import ContributionMonth


@dataclass(frozen=True, slots=True)
class MonthSum:
    """One month of an employer's bills: people, and amounts in fen."""

    month: date
    people: int
    unit_fen: int
    own_fen: int
    paid_fen: int

    @property
    def due_fen(self) -> int:
        """What has not come in."""
        return self.unit_fen + self.own_fen - self.paid_fen


def month_sums(employer_party_id: int, first: date, last: date) -> tuple[MonthSum, ...]:
    """Return the sums of the months from that of ``first`` to that of ``last``.

    The latest comes first; months without a bill are left out.
    """
    found = (
        ContributionMonth.objects.filter(
            employer_id=employer_party_id,
            month__gte=month_of(first),
            month__lte=month_of(last),
            void=False,
        )
        .values("month")
        .annotate(
            people=Count("person_id", distinct=True),
            unit=Sum("unit_fen"),
            own=Sum("own_fen"),
            paid=Sum(F("unit_fen") + F("own_fen"), filter=Q(paid_on__isnull=False)),
        )
    )
    return tuple(
        MonthSum(
            month=row["month"],
            people=row["people"],
            unit_fen=row["unit"],
            own_fen=row["own"],
            paid_fen=row["paid"] or 0,
        )
        for row in found.order_by("-month")
    )
