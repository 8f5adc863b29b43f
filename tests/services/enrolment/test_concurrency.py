"""Two clerks and one person: one cover stands, the other is disputed."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.conf import settings
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from tests.region import LOADED_AT
from tests.services.cases.stage import envelope
from tests.services.enrolment.people import (
    finished,
    hiring,
    party_of,
    submitted,
)

from tongban.core.enrolment.employers import EmployerKind, EmployerState
from tongban.core.enrolment.kinds import CoverState, PersonKind
from tongban.records.accounts.models import Account
from tongban.records.enrolment.models import (
    ContributionMonth,
    Cover,
    Employer,
    InsuredPerson,
    Overlap,
)
from tongban.records.parties.models import Party
from tongban.services.demo.operations import load_demo
from tongban.services.enrolment.billing import bill_month

pytestmark = pytest.mark.django_db(transaction=True)
DAY = "2026-01-06"


@pytest.fixture(autouse=True)
def _region_again(
    _staged: None, transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Load the region for each test: threads commit, so each test is emptied."""
    monkeypatch.setattr(settings, "TONGBAN_DEMO", True)
    load_demo(LOADED_AT)


def together(*commands: Callable[[], None]) -> None:
    barrier = Barrier(len(commands))

    def run(command: Callable[[], None]) -> None:
        try:
            barrier.wait()
            command()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(commands)) as pool:
        list(pool.map(run, commands))


def insuring(party: Party) -> None:
    Employer.objects.create(
        party=party,
        kind=EmployerKind.ENTERPRISE.value,
        state=EmployerState.REGISTERED.value,
        region=party.region,
        registered_on="2026-01-01",
    )


def test_two_employers_hire_one_newcomer_at_one_moment():
    first = party_of("hr-machinery")
    second = Party.objects.filter(kind="employer").exclude(pk=first.pk)[0]
    other = Account.objects.get(login_name="hr-machinery")
    insuring(first)
    insuring(second)
    numbers = [submitted(hiring("hr-machinery", DAY), DAY)]
    other.party = second
    other.save(update_fields=["party"])
    numbers.append(submitted(hiring("hr-machinery", DAY), DAY))
    together(
        *(lambda number=number: finished(number, DAY) for number in numbers)  # type: ignore[misc]  # bound early
    )
    states = sorted(Cover.objects.values_list("state", flat=True))
    assert states == [CoverState.DISPUTED, CoverState.IN_FORCE]
    assert Overlap.objects.filter(resolved_at=None).count() == 1
    assert ContributionMonth.objects.filter(void=False).count() == 1
    assert Cover.objects.values("person_id").distinct().count() == 1


def test_two_bills_at_one_moment_bill_everybody_once():
    person = party_of("wangjianguo")
    InsuredPerson.objects.get_or_create(party=person)
    Cover.objects.create(
        person_id=person.pk,
        scheme="employee",
        kind=PersonKind.FLEXIBLE.value,
        region="370705",
        in_force=DateRange(date(2026, 1, 1), None),
        base_fen=500_000,
        state=CoverState.IN_FORCE.value,
    )
    made: list[int] = []
    moment = envelope("clerk1", DAY).now
    bill = lambda: made.append(bill_month(moment).lines)  # noqa: E731 - two of them
    together(bill, bill)
    assert sorted(made) == [0, 1]
    assert ContributionMonth.objects.count() == 1
