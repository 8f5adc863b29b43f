"""Who is to be credited for a month: months paid, and retired people covered."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol, TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet

from tongban.core.access.parties import Scheme
from tongban.core.enrolment.contributions import MonthKind
from tongban.core.enrolment.kinds import HOLDS_DAYS, PersonKind
from tongban.core.money import Fen
from tongban.core.personal_accounts.crediting import MonthFacts
from tongban.records.enrolment.models import ContributionMonth, Cover
from tongban.records.personal_accounts.models import MonthlyCredit

CHUNK: Final = 100  # people in one journal: the database adds each up line by line
_HOLDING: Final = sorted(state.value for state in HOLDS_DAYS)


R = TypeVar("R", ContributionMonth, Cover)


@dataclass(frozen=True, slots=True)
class DueCredit:
    """One person whose month is to be credited."""

    party_id: int
    region: str
    facts: MonthFacts | None


class DueCredits(Protocol):
    """Where crediting learns whom a month is due to, a chunk at a time."""

    def __call__(self, month: date) -> Iterator[tuple[DueCredit, ...]]:
        """Yield those not credited for the month yet, in the order of their ids."""


def due_credits(month: date) -> Iterator[tuple[DueCredit, ...]]:
    """Yield who paid for the month, then retired people, none of them twice.

    ``facts`` are empty when the day of birth is not on record: nothing can be
    reckoned then, and the report says so.
    """
    yield from _chunks(_paid(month), lambda row: _of_month(row, month))
    yield from _chunks(_retired(month), lambda row: _of_cover(row, month))


def _paid(month: date) -> QuerySet[ContributionMonth]:
    rows = ContributionMonth.objects.filter(
        month=month,
        scheme=Scheme.EMPLOYEE.value,
        kind=MonthKind.ACTUAL.value,
        void=False,
        paid_on__isnull=False,
    )
    return (
        rows.filter(_alive(month))
        .exclude(_credited(month))
        .select_related("person__party")
        .order_by("person_id")
    )


def _retired(month: date) -> QuerySet[Cover]:
    """Return covers of retired people begun before the month (W8: from the next)."""
    paid = ContributionMonth.objects.filter(
        person=OuterRef("person_id"),
        month=month,
        scheme=Scheme.EMPLOYEE.value,
        kind=MonthKind.ACTUAL.value,
        void=False,
        paid_on__isnull=False,
    )
    rows = Cover.objects.filter(
        kind=PersonKind.RETIRED.value,
        state__in=_HOLDING,
        in_force__contains=month,
        in_force__startswith__lt=month,
    )
    return (
        rows.filter(_alive(month))
        .exclude(Exists(paid))
        .exclude(_credited(month))
        .select_related("person__party")
        .order_by("person_id")
    )


def _alive(month: date) -> Q:
    return Q(person__deceased_on=None) | Q(person__deceased_on__gte=month)


def _credited(month: date) -> Exists:
    return Exists(
        MonthlyCredit.objects.filter(
            account__owner_id=OuterRef("person_id"), month=month
        )
    )


def _of_month(row: ContributionMonth, month: date) -> DueCredit:
    kind = PersonKind.FLEXIBLE if row.employer_id is None else PersonKind.ACTIVE
    return _due(row, kind, month, Fen(row.base_fen))


def _of_cover(row: Cover, month: date) -> DueCredit:
    return _due(row, PersonKind.RETIRED, month, Fen(0))


def _due(
    row: ContributionMonth | Cover, kind: PersonKind, month: date, base_fen: Fen
) -> DueCredit:
    party = row.person.party
    facts = (
        None
        if party.born_on is None
        else MonthFacts(month, kind, party.born_on, base_fen)
    )
    return DueCredit(party.pk, party.region, facts)


def _chunks(
    rows: QuerySet[R], turn: Callable[[R], DueCredit]
) -> Iterator[tuple[DueCredit, ...]]:
    """Yield a query in chunks by person; what was credited meanwhile falls out."""
    last = 0
    while True:
        found = list(rows.filter(person_id__gt=last)[:CHUNK])
        if not found:
            return
        due = tuple(turn(row) for row in found)
        yield due
        last = due[-1].party_id
