"""Two hands on one account at one moment: no fen is lost, none is made."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.conf import settings
from django.db import connection
from tests.region import LOADED_AT
from tests.services.ledger.books import AT, account_of, balance, collected, entry, put
from tests.services.personal_accounts.months import MARCH, paid_month

from tongban.core.ledger.journals import BalanceTooSmall
from tongban.core.refusals import Refusal
from tongban.services.demo.operations import load_demo
from tongban.services.ledger.operations import post
from tongban.services.ledger.verify import verify_ledger
from tongban.services.personal_accounts.crediting import credit_month

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _region_again(
    _people: None, transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Load the region for each test: threads commit, so each test is emptied."""
    monkeypatch.setattr(settings, "TONGBAN_DEMO", True)
    load_demo(LOADED_AT)


def together(count: int, command) -> list[object]:
    """Run a command so many times, all starting at one moment."""
    barrier = Barrier(count)

    def run(place: int) -> object:
        try:
            barrier.wait()
            return command(place)
        except Refusal as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def test_of_two_that_spend_the_same_money_one_is_told():
    put("wangjianguo", 100)
    account, target = account_of().pk, collected().pk

    answers = together(2, lambda _: post(entry((account, -60), (target, 60))))

    refused = [one for one in answers if isinstance(one, BalanceTooSmall)]
    assert len(refused) == 1
    assert balance() == 40
    assert list(verify_ledger()) == []


def test_one_request_sent_twice_at_once_is_written_once():
    put("wangjianguo", 100)
    account, target = account_of().pk, collected().pk
    sent = entry((account, -10), (target, 10), key="same")

    first, again = together(2, lambda _: post(sent))

    assert first == again
    assert balance() == 90


def test_a_month_credited_by_two_runs_at_once_is_credited_once():
    for login in ("wangjianguo", "limin"):
        paid_month(login)

    together(2, lambda _: credit_month(MARCH, now=AT))

    assert (balance(), balance("limin")) == (10_000, 10_000)
    assert list(verify_ledger()) == []
