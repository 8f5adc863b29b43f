"""Accounts of demo people with money in them, for tests."""

from datetime import date, datetime
from itertools import count
from zoneinfo import ZoneInfo

from tongban.core.ledger.accounts import AccountKind
from tongban.core.ledger.journals import Line, Reason
from tongban.core.money import Fen
from tongban.records.accounts.models import Account
from tongban.records.ledger.models import Journal, LedgerAccount
from tongban.services.ledger.operations import Entry, fund, open_personal, post

KEYS = count(1)
DAY = date(2023, 9, 11)
AT = datetime(2023, 9, 11, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
AREA = "370700"


def party_of(login: str) -> int:
    party_id = Account.objects.get(login_name=login).party_id
    assert party_id is not None
    return party_id


def account_of(login: str = "wangjianguo") -> LedgerAccount:
    return open_personal(party_of(login), region="370705", on=DAY)


def collected() -> LedgerAccount:
    return fund(AccountKind.COLLECTED, AREA, on=DAY)


def entry(
    *moves: tuple[int, int],
    reason: Reason = Reason.CREDIT,
    key: str = "",
    case_id: int | None = None,
) -> Entry:
    return Entry(
        reason=reason,
        at=AT,
        day=DAY,
        region=AREA,
        lines=tuple(Line(account, Fen(amount)) for account, amount in moves),
        key=key or f"test {next(KEYS)}",
        case_id=case_id,
    )


def put(login: str, fen: int, *, key: str = "") -> Journal:
    account, from_ = account_of(login), collected()
    return post(entry((account.pk, fen), (from_.pk, -fen), key=key))


def balance(login: str = "wangjianguo") -> int:
    found = account_of(login).balance_fen
    assert found is not None
    return found
