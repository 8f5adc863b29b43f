"""The movers are the same people on both sides, with cover that stopped or runs."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from tests.region import LOADED_AT, demo_region  # noqa: F401 - a fixture

from tongban.records.enrolment.models import ContributionMonth, Cover
from tongban.records.ledger.models import LedgerAccount
from tongban.services.demo import roster
from tongban.services.demo.movers import load_demo_movers
from tongban.services.demo.people import person_of, persons_of

READ = (roster.offices, roster.units, roster.named_persons, roster.crowd)
ALSO = (roster.logins, roster.movers, roster.halls)


def forget() -> None:
    for read in (*READ, *ALSO):
        read.cache_clear()


@pytest.fixture
def second(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Read the files of the second region."""
    monkeypatch.setattr(settings, "TONGBAN_REGION", "440100")
    forget()
    yield
    forget()


def numbers() -> set[tuple[str, str]]:
    people = (person_of(mover.person) for mover in roster.movers())
    return {(person.name, person.identifier) for person in people}


def test_both_regions_name_the_same_people(monkeypatch: pytest.MonkeyPatch) -> None:
    here = numbers()
    monkeypatch.setattr(settings, "TONGBAN_REGION", "440100")
    forget()
    there = numbers()
    people = persons_of(roster.named_persons(), roster.crowd())
    known = {(person.name, person.identifier) for code, person in people if code}
    forget()
    assert here == there
    assert there <= known, "each has an account where they are now"


@pytest.mark.usefixtures("demo_region", "db")
def test_who_left_has_months_paid_and_money_left_once() -> None:
    for _ in range(2):
        load_demo_movers(LOADED_AT)
    covers = Cover.objects.filter(source="demo-movers")
    assert covers.count() == len(roster.movers())
    assert all(cover.in_force.upper for cover in covers)
    for mover in roster.movers():
        person = covers.get(base_fen=mover.base_fen).person_id
        months = ContributionMonth.objects.filter(person_id=person)
        assert months.count() == mover.months
        account = LedgerAccount.objects.get(owner_id=person)
        assert account.balance_fen == mover.balance_fen


@pytest.mark.usefixtures("second")
def test_the_second_region_has_accounts_of_citizens_and_staff() -> None:
    assert roster.is_small()
    kinds = {login.kind.value for login in roster.logins()}
    assert kinds == {"citizen", "staff"}
    offices = {office.code for office in roster.offices()}
    assert {login.office for login in roster.logins() if login.office} <= offices
