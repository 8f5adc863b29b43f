"""Whether what was credited is what the months paid say (划入核对)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Exists, OuterRef, QuerySet, Sum

from tongban.core.access.parties import Scheme
from tongban.core.money import Fen
from tongban.core.personal_accounts.crediting import CreditPart
from tongban.records.enrolment.models import ContributionMonth
from tongban.records.personal_accounts.models import MonthlyCredit
from tongban.services.personal_accounts.due import due_credits

SHOWN_MAX: Final = 500


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """One month: sums, and the people for whom the two sides differ.

    ``waiting`` paid and were not credited; ``without_month`` were credited for
    a month that no longer counts as paid; ``other_base`` for another base.
    """

    month: date
    people: int
    credited_fen: Fen
    waiting: tuple[int, ...]
    without_month: tuple[int, ...]
    other_base: tuple[int, ...]

    @property
    def agrees(self) -> bool:
        """Whether both sides say the same."""
        return not (self.waiting or self.without_month or self.other_base)


def reconcile(month: date) -> Reconciliation:
    """Compare the credits of a month with the months paid; changes nothing."""
    rows = MonthlyCredit.objects.filter(month=month)
    own = rows.filter(part=CreditPart.OWN.value)
    paid = ContributionMonth.objects.filter(
        person=OuterRef("account__owner_id"),
        month=month,
        scheme=Scheme.EMPLOYEE.value,
        void=False,
        paid_on__isnull=False,
    )
    same = paid.filter(base_fen=OuterRef("of_fen"))
    return Reconciliation(
        month=month,
        people=rows.values("account").distinct().count(),
        credited_fen=Fen(rows.aggregate(total=Sum("amount_fen"))["total"] or 0),
        waiting=tuple(_waiting(month)),
        without_month=_owners(own.exclude(Exists(paid))),
        other_base=_owners(own.filter(Exists(paid)).exclude(Exists(same))),
    )


def _waiting(month: date) -> Iterator[int]:
    for chunk in due_credits(month):
        yield from (one.party_id for one in chunk)


def _owners(rows: QuerySet[MonthlyCredit]) -> tuple[int, ...]:
    return tuple(rows.values_list("account__owner_id", flat=True)[:SHOWN_MAX])
