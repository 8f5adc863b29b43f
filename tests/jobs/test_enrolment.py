"""The nightly bill: everybody due, once, whoever runs beside it."""

import logging
from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange
from tests.services.ledger.books import party_of

from tongban.core.enrolment.kinds import CoverState, PersonKind
from tongban.jobs.enrolment import bill_this_month
from tongban.records.enrolment.models import (
    ContributionMonth,
    Cover,
    InsuredPerson,
    PersonEvent,
)
from tongban.services.timekeeping.queries import today


def insured(login: str, kind: PersonKind, **changes: object) -> Cover:
    """A person's cover as an employee, without an employer, from last year on."""
    InsuredPerson.objects.get_or_create(party_id=party_of(login))
    begun = date(today().year - 1, 1, 1)
    row: dict[str, object] = {
        "scheme": "employee",
        "kind": kind.value,
        "region": "370705",
        "in_force": DateRange(begun, None),
        "base_fen": 500_000,
        "state": CoverState.IN_FORCE.value,
    }
    return Cover.objects.create(person_id=party_of(login), **{**row, **changes})


def test_flexible_workers_are_billed_once_and_pensioners_never(caplog):
    insured("wangjianguo", PersonKind.FLEXIBLE)
    insured("limin", PersonKind.RETIRED)
    insured("zhaolei", PersonKind.FLEXIBLE, state=CoverState.INTERRUPTED.value)
    with caplog.at_level(logging.INFO):
        bill_this_month(0)
        bill_this_month(1)

    line = ContributionMonth.objects.get()
    assert line.person_id == party_of("wangjianguo")
    assert (line.month, line.paid_on) == (today().replace(day=1), None)
    assert line.own_fen > 0
    event = PersonEvent.objects.get(what="month")
    assert event.source == "bill"
    assert "bill 0: 1 lines" in caplog.text
    assert "bill 1: 0 lines" in caplog.text


def test_covers_that_end_before_or_begin_after_the_month_are_left_alone():
    first = today().replace(day=1)
    insured(
        "wangjianguo",
        PersonKind.FLEXIBLE,
        in_force=DateRange(date(first.year - 1, 1, 1), first),
    )
    later = date(first.year + 1, 1, 1)
    insured("limin", PersonKind.FLEXIBLE, in_force=DateRange(later, None))
    bill_this_month(0)
    assert not ContributionMonth.objects.exists()


def test_who_has_no_rates_on_file_is_left_out_and_counted(caplog):
    insured("wangjianguo", PersonKind.FLEXIBLE, region="440100")
    bill_this_month(0)
    assert not ContributionMonth.objects.exists()
    assert "1 without rates" in caplog.text
