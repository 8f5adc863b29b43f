"""Insured people with months paid, for tests of crediting."""

from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange
from tests.services.ledger.books import party_of

from tongban.core.access.parties import Scheme
from tongban.core.enrolment.contributions import MonthKind
from tongban.core.enrolment.kinds import CoverState, PersonKind
from tongban.records.enrolment.models import ContributionMonth, Cover, InsuredPerson
from tongban.records.parties.models import Party

MARCH = date(2024, 3, 1)


def insured(login: str, *, born_on: date | None = date(1984, 6, 17)) -> InsuredPerson:
    Party.objects.filter(pk=party_of(login)).update(born_on=born_on)
    person, _ = InsuredPerson.objects.get_or_create(party_id=party_of(login))
    return person


def paid_month(
    login: str,
    month: date = MARCH,
    *,
    base_fen: int = 500_000,
    paid: bool = True,
    born_on: date | None = date(1984, 6, 17),
) -> ContributionMonth:
    return ContributionMonth.objects.create(
        person=insured(login, born_on=born_on),
        month=month,
        scheme=Scheme.EMPLOYEE.value,
        base_fen=base_fen,
        unit_fen=0,
        own_fen=0,
        kind=MonthKind.ACTUAL.value,
        paid_on=month if paid else None,
    )


def retired(login: str, since: date, *, born_on: date) -> Cover:
    return Cover.objects.create(
        person=insured(login, born_on=born_on),
        scheme=Scheme.EMPLOYEE.value,
        kind=PersonKind.RETIRED.value,
        region="370705",
        in_force=DateRange(since, None),
        state=CoverState.IN_FORCE.value,
    )
