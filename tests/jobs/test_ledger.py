"""The nightly runs on the ledger do their work and tell what they found."""

import logging
from datetime import date

from tests.services.ledger.books import balance
from tests.services.personal_accounts.months import paid_month

from tongban.jobs.ledger import credit_accounts, prove_ledger
from tongban.records.ledger.models import LedgerAccount
from tongban.services.timekeeping.queries import today


def test_months_paid_are_credited_and_the_ledger_is_proved(caplog):
    month = today().replace(day=1)
    paid_month("wangjianguo", month)
    paid_month("limin", date(month.year, month.month, 1), born_on=None)
    with caplog.at_level(logging.INFO):
        credit_accounts(0)
        prove_ledger(0)

    assert balance() == 10_000
    assert "没有登记出生日期" in caplog.text
    assert "0 faults" in caplog.text


def test_a_fault_is_logged_by_number(caplog):
    paid_month("wangjianguo", today().replace(day=1))
    credit_accounts(0)
    LedgerAccount.objects.filter(owner__isnull=False).update(balance_fen=1)
    with caplog.at_level(logging.INFO):
        prove_ledger(0)

    assert "ledger balance" in caplog.text
    assert "1 faults" in caplog.text
