"""The second wall: who sees an account, and what pages may never write."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction
from tests.services.cases.stage import actor
from tests.services.ledger.books import DAY, account_of, party_of, put

from tongban.records.ledger.models import Journal, LedgerAccount, Posting
from tongban.services.access.scope import scoped


@pytest.mark.parametrize(
    ("login", "sees"),
    [
        ("wangjianguo", True),
        ("limin", False),
        ("hospital-city", False),
        ("reviewer1", True),
        ("kuiwen-clerk", True),
    ],
)
def test_the_owner_and_the_area_see_account_journal_and_postings(login, sees):
    account = account_of("wangjianguo")
    put("wangjianguo", 500)
    with scoped(actor(login)):
        assert LedgerAccount.objects.filter(pk=account.pk).exists() is sees
        assert Journal.objects.exists() is sees
        assert Posting.objects.filter(account=account).exists() is sees


def test_another_city_sees_nothing():
    put("wangjianguo", 500)
    LedgerAccount.objects.filter(owner=None).update(region="370100")
    LedgerAccount.objects.filter(owner__isnull=False).update(region="370102")
    with scoped(actor("kuiwen-clerk")):
        assert not LedgerAccount.objects.exists()
        assert not Posting.objects.exists()


def refused():
    return pytest.raises(DatabaseError, match=r"row-level security|permission denied")


def test_a_citizen_writes_no_money():
    account = account_of("wangjianguo")
    journal = put("wangjianguo", 500)
    with scoped(actor("wangjianguo")):
        with refused(), transaction.atomic():
            Posting.objects.create(journal=journal, account=account, amount_fen=5)
        with refused(), transaction.atomic():
            LedgerAccount.objects.create(
                owner_id=party_of("wangjianguo"),
                kind="personal",
                region="370705",
                opened_on=DAY,
                closed_on=date(2023, 9, 12),
                balance_fen=0,
            )


@pytest.mark.parametrize("login", ["wangjianguo", "reviewer1"])
def test_no_page_writes_a_balance(login):
    account = account_of("wangjianguo")
    with scoped(actor(login)), refused(), transaction.atomic():
        LedgerAccount.objects.filter(pk=account.pk).update(balance_fen=10**6)
