"""Personal accounts in a scenario: money put in, months credited, what they hold."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from tongban.core.json_values import Json, text_of
from tongban.core.ledger.accounts import AccountKind
from tongban.core.ledger.journals import Line, Reason
from tongban.core.money import Fen, fen_from_yuan, plain_yuan
from tongban.services.cases.envelope import Envelope
from tongban.services.ledger.operations import Entry, fund, open_personal, post
from tongban.services.ledger.queries import personal_account
from tongban.services.personal_accounts.crediting import credit_month
from tongban.services.scenarios.reading import Step
from tongban.services.scenarios.stage import Stage, party_named

NONE: Final = "无"
CLOSED: Final = "已清户"
HELD: Final = "，已锁定"


def put_in(_stage: Stage, step: Step, sent: Envelope) -> None:
    """Put an amount into somebody's account (个人账户入账), opened when new."""
    party = party_named(text_of(step.fields, "申请人"))
    amount = fen_from_yuan(text_of(step.fields, "金额"))
    account = open_personal(party.pk, region=party.region, on=sent.today)
    source = fund(AccountKind.SUSPENSE, party.region, on=sent.today)
    post(
        Entry(
            reason=Reason.OPENING,
            at=sent.now,
            day=sent.today,
            region=party.region,
            lines=(Line(account.pk, amount), Line(source.pk, Fen(-amount))),
            key=sent.key,
        )
    )


def credit(_stage: Stage, step: Step, sent: Envelope) -> None:
    """Credit a month to everybody it is due to (按月划入)."""
    year, month = text_of(step.fields, "月份").split("-")
    credit_month(date(int(year), int(month), 1), now=sent.now)


def _balances(_stage: Stage, _step: Step, expected: Json) -> Json:
    if not isinstance(expected, Mapping):
        return None
    return {login: _balance(login) for login in expected}


def _balance(login: str) -> str:
    found = personal_account(party_named(login).pk)
    if found is None:
        return NONE
    if found.closed_on is not None:
        return CLOSED
    return plain_yuan(found.balance_fen) + (HELD if found.held else "")


Found = Callable[[Stage, Step, Json], Json]
FOUND: Final[Mapping[str, Found]] = {"账户余额": _balances}
