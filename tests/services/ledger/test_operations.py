"""Posting, repeating, reversing; and what the database refuses by itself."""

import pytest
from django.db import IntegrityError, connection, transaction
from tests.services.cases.stage import submitted
from tests.services.ledger.books import (
    AREA,
    AT,
    DAY,
    account_of,
    balance,
    collected,
    entry,
    put,
)

from tongban.core.ledger.accounts import AccountKind
from tongban.core.ledger.journals import AlreadyReversal, BalanceTooSmall
from tongban.records.cases.models import Case
from tongban.records.ledger.models import Journal, LedgerAccount, Posting
from tongban.services.ledger.operations import (
    AccountClosed,
    AccountHeld,
    AlreadyReversed,
    KeyReused,
    close,
    hold,
    post,
    release,
    reverse,
)
from tongban.services.ledger.queries import (
    fund_balance,
    movements,
    personal_account,
    years_moved,
)
from tongban.services.ledger.verify import verify_ledger


def test_the_database_moves_the_balance_with_the_posting():
    put("wangjianguo", 12_345)
    put("wangjianguo", 55)

    assert balance() == 12_400
    assert fund_balance(AccountKind.COLLECTED, "370705") == -12_400
    assert list(verify_ledger()) == []


def test_the_same_key_and_lines_again_are_one_journal():
    first = put("wangjianguo", 500, key="once")

    assert put("wangjianguo", 500, key="once") == first
    assert balance() == 500


def test_a_key_is_not_taken_for_other_lines():
    put("wangjianguo", 500, key="once")

    with pytest.raises(KeyReused):
        put("wangjianguo", 501, key="once")


def test_one_fen_more_than_the_balance_is_refused_and_nothing_kept():
    put("wangjianguo", 500)
    account = account_of()

    with pytest.raises(BalanceTooSmall):
        post(entry((account.pk, -501), (collected().pk, 501)))
    assert balance() == 500
    assert Journal.objects.count() == 1


def test_a_reversal_restores_the_balance_and_is_the_last_word():
    journal = put("wangjianguo", 500)

    undone = reverse(journal, at=AT, day=DAY)

    assert balance() == 0
    assert list(verify_ledger()) == []
    with pytest.raises(AlreadyReversed):
        reverse(journal, at=AT, day=DAY)
    with pytest.raises(AlreadyReversal):
        reverse(undone, at=AT, day=DAY)


def test_a_reversal_that_would_go_below_zero_is_refused():
    journal = put("wangjianguo", 500)
    account = account_of()
    post(entry((account.pk, -1), (collected().pk, 1)))

    with pytest.raises(BalanceTooSmall):
        reverse(journal, at=AT, day=DAY)


def test_a_held_account_moves_only_for_its_case():
    put("wangjianguo", 500)
    case, other = (Case.objects.get(number=submitted().number) for _ in range(2))
    account = account_of()
    hold(account, case_id=case.pk)

    with pytest.raises(AccountHeld):
        post(entry((account.pk, -500), (collected().pk, 500)))
    with pytest.raises(AccountHeld):
        hold(account, case_id=case.pk + 1)
    post(entry((account.pk, -100), (collected().pk, 100), case_id=case.pk))
    release(case_id=other.pk + 1)
    assert account_of().held_for_id == case.pk
    release(case_id=case.pk)
    post(entry((account.pk, -400), (collected().pk, 400)))
    assert balance() == 0


def test_a_closed_account_takes_nothing_and_a_new_one_may_open():
    account = account_of()
    close(account, on=DAY)

    with pytest.raises(AccountClosed):
        post(entry((account.pk, 1), (collected().pk, -1)))
    assert account_of().pk != account.pk
    found = personal_account(account.owner_id or 0)
    assert found is not None
    assert found.closed_on is None


def test_an_account_with_money_cannot_be_closed():
    put("wangjianguo", 1)

    with pytest.raises(IntegrityError), transaction.atomic():
        close(account_of(), on=DAY)


def test_movements_carry_the_balance_after_each():
    for fen in (100, 200, 300):
        put("wangjianguo", fen)
    account = account_of().pk

    assert [line.balance_fen for line in movements(account)] == [600, 300, 100]
    assert [line.amount_fen for line in movements(account, start=1, count=1)] == [200]
    assert [line.balance_fen for line in movements(account, start=1, count=1)] == [300]
    assert movements(account, year=2022) == ()
    assert years_moved(account) == (2023,)


# --- the database alone ------------------------------------------------------


def journal_row(key: str) -> Journal:
    return Journal.objects.create(
        at=AT, day=DAY, region=AREA, reason="credit", request_key=key
    )


def prove_now() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize("moves", [(), (100,), (100, -99), (100, -100, 1)])
def test_the_database_refuses_a_journal_that_does_not_add_up(moves):
    account, journal = account_of(), journal_row("raw")
    for fen in moves:
        Posting.objects.create(journal=journal, account=account, amount_fen=fen)
    with pytest.raises(IntegrityError, match="add up"), transaction.atomic():
        prove_now()
    transaction.set_rollback(True)


def test_the_database_refuses_a_line_added_to_a_finished_journal():
    journal = put("wangjianguo", 500)
    Posting.objects.create(journal=journal, account=account_of(), amount_fen=5)
    with pytest.raises(IntegrityError, match="add up"), transaction.atomic():
        prove_now()
    transaction.set_rollback(True)


def test_the_database_keeps_a_personal_account_above_zero():
    journal, account = journal_row("raw"), account_of()
    with pytest.raises(IntegrityError, match="never_below_zero"), transaction.atomic():
        Posting.objects.create(journal=journal, account=account, amount_fen=-1)
    Posting.objects.create(journal=journal, account=collected(), amount_fen=-1)
    Posting.objects.create(journal=journal, account=account, amount_fen=1)
    prove_now()


def test_the_database_refuses_a_posting_on_a_closed_account():
    journal, account = journal_row("raw"), account_of()
    close(account, on=DAY)
    with pytest.raises(IntegrityError, match="closed account"), transaction.atomic():
        Posting.objects.create(journal=journal, account=account, amount_fen=1)
    Posting.objects.create(journal=journal, account=collected(), amount_fen=-1)
    Posting.objects.create(journal=journal, account=account_of(), amount_fen=1)


@pytest.mark.parametrize("table", ["ledger_journal", "ledger_posting"])
@pytest.mark.parametrize("words", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_nothing_written_is_changed(table, words):
    put("wangjianguo", 500)
    with (
        pytest.raises(IntegrityError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(words.format(table))


def test_a_person_has_one_open_account():
    account = account_of()
    twin = replace_row(account)
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)


def replace_row(account: LedgerAccount) -> LedgerAccount:
    return LedgerAccount(
        owner_id=account.owner_id,
        kind=account.kind,
        region=account.region,
        opened_on=DAY,
        balance_fen=0,
    )
