"""What stands of filings: for their institutions, and for whoever treats somebody."""

from datetime import date

from django.db.models import Q, QuerySet

from tongban.core.cases.lifecycle import Outcome
from tongban.core.filings.kinds import FilingKind
from tongban.records.filings.models import Filing

_STANDS = Q(case=None) | Q(
    case__outcome=Outcome.GRANTED.value, case__register_entry__reversed_at=None
)


def standing_filings(person_id: int, kind: FilingKind) -> QuerySet[Filing]:
    """Return somebody's filings of a kind that took effect and were not withdrawn."""
    rows = Filing.objects.filter(
        _STANDS, person_id=person_id, kind=kind.value, withdrawn_at=None
    )
    return rows.select_related("institution", "case").order_by("rank", "in_force", "pk")


def fixed_providers(person_id: int, *, sort: str, day: date) -> QuerySet[Filing]:
    """Return the providers somebody is bound to from a day on, of one business."""
    rows = standing_filings(person_id, FilingKind.FIXED).filter(sort=sort)
    return rows.filter(
        Q(in_force__endswith__gt=day) | Q(in_force__endswith__isnull=True)
    )


def transfers(person_id: int, first: date, last: date) -> QuerySet[Filing]:
    """Return somebody's transfers that begin between two days, both included."""
    rows = standing_filings(person_id, FilingKind.TRANSFER)
    return rows.filter(in_force__startswith__gte=first, in_force__startswith__lte=last)
