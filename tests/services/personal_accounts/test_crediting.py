"""Months paid become credits: once, with their clause, and reconciled."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from tests.services.cases.stage import submitted
from tests.services.ledger.books import AT, account_of, balance, party_of
from tests.services.personal_accounts.months import MARCH, paid_month, retired

from tongban.core.ledger.accounts import AccountKind
from tongban.records.cases.models import Case
from tongban.records.enrolment.models import (
    ContributionMonth,
    Employer,
    InsuredPerson,
)
from tongban.records.ledger.models import Journal, LedgerAccount
from tongban.records.personal_accounts.models import MonthlyCredit
from tongban.services.ledger.operations import hold
from tongban.services.ledger.queries import fund_balance, movements
from tongban.services.ledger.verify import verify_ledger
from tongban.services.personal_accounts import due
from tongban.services.personal_accounts.crediting import (
    HELD,
    NO_BIRTHDAY,
    credit_month,
    credit_recent,
)
from tongban.services.personal_accounts.reconciling import reconcile

DECEMBER = date(2023, 12, 1)


def test_a_paid_month_is_credited_once_however_often_it_runs():
    paid_month("wangjianguo")

    first, again = (credit_month(MARCH, now=AT) for _ in range(2))

    assert (first.people, first.amount_fen) == (1, 10_000)
    assert (again.people, again.amount_fen) == (0, 0)
    assert balance() == 10_000
    assert fund_balance(AccountKind.COLLECTED, "370705") == -10_000
    assert list(verify_ledger()) == []


def test_the_unit_share_of_2023_is_a_line_of_its_own_with_its_clause():
    row = paid_month("wangjianguo", DECEMBER)
    ContributionMonth.objects.filter(pk=row.pk).update(employer=employer())
    credit_month(DECEMBER, now=AT)

    lines = MonthlyCredit.objects.order_by("part").values_list("part", "amount_fen")
    assert list(lines) == [("own", 10_000), ("unit", 2_500)]
    unit = MonthlyCredit.objects.get(part="unit")
    assert "不满45周岁" in unit.basis
    assert unit.verified
    told = {line.words for line in movements(account_of().pk)}
    assert told == {"2023年12月个人缴费部分", "2023年12月单位缴费划入部分"}


def employer():

    return Employer.objects.create(
        party_id=party_of("hr-machinery"),
        kind="enterprise",
        state="registered",
        region="370705",
        registered_on=date(2021, 1, 1),
    )


def test_a_month_not_paid_is_not_credited():
    paid_month("wangjianguo", paid=False)

    assert credit_month(MARCH, now=AT).people == 0
    assert not LedgerAccount.objects.exists()


def test_the_retired_are_credited_from_the_month_after():
    retired("zhangguilan", date(2024, 2, 1), born_on=date(1951, 3, 8))

    assert credit_month(date(2024, 2, 1), now=AT).people == 0
    assert credit_month(MARCH, now=AT).amount_fen == 10_000
    assert not MonthlyCredit.objects.get().verified


def test_somebody_who_paid_and_retired_is_credited_once_a_month():
    retired("zhangguilan", date(2024, 1, 1), born_on=date(1960, 3, 8))
    paid_month("zhangguilan", born_on=date(1960, 3, 8))

    assert credit_month(MARCH, now=AT).people == 1


def test_months_after_a_death_are_not_credited():
    row = paid_month("wangjianguo")
    for died_on, people in ((date(2024, 2, 29), 0), (date(2024, 3, 1), 1)):
        InsuredPerson.objects.filter(pk=row.person_id).update(deceased_on=died_on)
        assert credit_month(MARCH, now=AT).people == people


def test_who_is_left_out_is_told_with_the_reason():
    paid_month("wangjianguo")
    paid_month("limin", born_on=None)
    retired("zhangguilan", date(2023, 1, 1), born_on=date(1951, 3, 8))
    hold(account_of(), case_id=Case.objects.get(number=submitted().number).pk)

    report = credit_month(MARCH, now=AT)
    earlier = credit_month(DECEMBER, now=AT)

    assert report.left_out == {
        HELD: [party_of("wangjianguo")],
        NO_BIRTHDAY: [party_of("limin")],
    }
    assert earlier.left_out == {
        "没有查到2023年12月退休人员的划入金额": [party_of("zhangguilan")]
    }


def test_many_people_are_credited_chunk_by_chunk(monkeypatch):
    monkeypatch.setattr(due, "CHUNK", 1)
    for login in ("wangjianguo", "limin", "zhaolei"):
        paid_month(login)

    assert credit_month(MARCH, now=AT).people == 3
    assert Journal.objects.count() == 3


def test_a_recent_run_reaches_back_a_year():
    paid_month("wangjianguo", date(2023, 3, 1))
    paid_month("wangjianguo", date(2023, 2, 1))

    assert credit_recent(AT, today=date(2024, 3, 31)).people == 1


def test_the_database_keeps_a_second_credit_of_a_month_out():
    paid_month("wangjianguo")
    credit_month(MARCH, now=AT)
    row = MonthlyCredit.objects.get()
    row.pk = None
    with pytest.raises(IntegrityError, match="credited_once"), transaction.atomic():
        row.save(force_insert=True)


def test_a_month_reconciles_until_the_register_changes():
    row = paid_month("wangjianguo")
    assert reconcile(MARCH).waiting == (party_of("wangjianguo"),)
    credit_month(MARCH, now=AT)
    found = reconcile(MARCH)
    assert found.agrees
    assert (found.people, found.credited_fen) == (1, 10_000)

    ContributionMonth.objects.filter(pk=row.pk).update(base_fen=600_000)
    assert reconcile(MARCH).other_base == (party_of("wangjianguo"),)
    ContributionMonth.objects.filter(pk=row.pk).update(void=True)
    assert reconcile(MARCH).without_month == (party_of("wangjianguo"),)
