"""The demo's register: everybody insured once, months that add up, twice is once."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db.models import Q
from tests.region import demo_region  # noqa: F401 - a fixture

from tongban.core.access.parties import Scheme
from tongban.records.accounts.models import Account
from tongban.records.enrolment.models import (
    ContributionMonth,
    Cover,
    Employer,
    InsuredPerson,
    PremiumYear,
)
from tongban.records.parties.models import Party
from tongban.services.demo.enrolment import MONTHS_SHOWN, load_demo_enrolment
from tongban.services.enrolment.queries import cover_on, months_of, staff_of

NOW = datetime(2026, 12, 1, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def _loaded(demo_region: None, db: None) -> None:  # noqa: F811 - the fixture above
    load_demo_enrolment(NOW)


def counts() -> tuple[int, ...]:
    models = (InsuredPerson, Employer, Cover, ContributionMonth, PremiumYear)
    return tuple(model.objects.count() for model in models)


def test_loading_again_adds_nothing():
    before = counts()
    assert min(before) > 0
    load_demo_enrolment(NOW)
    assert counts() == before


def test_everybody_has_cover_today_in_the_scheme_they_belong_to():
    for party in Party.objects.filter(~Q(scheme=""), kind="person"):
        line = cover_on(party.pk, TODAY)
        assert line is not None
        assert line.scheme == party.scheme


def test_an_employee_has_two_years_of_months_all_paid_but_the_last():
    party = Account.objects.get(login_name="wangjianguo").party
    assert party is not None
    months = months_of(party.pk, date(2024, 1, 1), TODAY)
    assert len(months) == MONTHS_SHOWN
    assert [month.paid_on is None for month in months] == [True] + [False] * 23
    assert all(month.scheme is Scheme.EMPLOYEE for month in months)


def test_employers_have_staff():
    assert any(staff_of(one.pk, TODAY) for one in Employer.objects.all())
