"""Paying out a whole account at once (一次性支取): whether, how much, to whom."""

from dataclasses import dataclass
from enum import StrEnum

from tongban.core.money import Fen, yuan_text
from tongban.core.refusals import Refusal


class Payee(StrEnum):
    """To whom the money goes."""

    OWNER = "owner"
    HEIR = "heir"


class ReasonNotAllowed(Refusal):
    """The account is paid out only for the reasons of the list."""

    code = "personal_accounts.reason_not_allowed"

    def __init__(self) -> None:
        super().__init__("No reason of the list was chosen.")


class NothingToWithdraw(Refusal):
    """The account is empty."""

    code = "personal_accounts.nothing_to_withdraw"

    def __init__(self) -> None:
        super().__init__("The account holds nothing.")


class CoverStillRuns(Refusal):
    """The account is paid out after cover has ended, not before."""

    code = "personal_accounts.cover_still_runs"

    def __init__(self) -> None:
        super().__init__("Cover in the employees' scheme still runs.")


class PayeeWrong(Refusal):
    """The account to pay to is in another name than that of the one entitled."""

    code = "personal_accounts.payee_wrong"

    def __init__(self, payee: Payee) -> None:
        who = "继承人" if payee is Payee.HEIR else "参保人"
        super().__init__(f"Pay to the {payee.value}.", who=who)


class AmountIsComputed(Refusal):
    """The amount is the balance; another one was typed."""

    code = "personal_accounts.amount_is_computed"

    def __init__(self, balance: int) -> None:
        super().__init__(f"The balance is {balance}.", balance=yuan_text(balance))


@dataclass(frozen=True, slots=True)
class WithdrawalReason:
    """One reason of the list and what it means for account, cover and payee."""

    code: str
    name: str
    cover_must_have_ended: bool
    closes_account: bool
    payee: Payee
    source: str
    clause: str


@dataclass(frozen=True, slots=True)
class Claim:
    """Who asks for the money: names as the form gives them."""

    owner_name: str
    heir_name: str
    holder_name: str


def check_claim(
    claim: Claim, *, reason: WithdrawalReason, balance_fen: int, cover_runs: bool
) -> Fen:
    """Return what is paid out, the whole balance; refuse when nothing may be."""
    if reason.cover_must_have_ended and cover_runs:
        raise CoverStillRuns
    if balance_fen <= 0:
        raise NothingToWithdraw
    heir = reason.payee is Payee.HEIR
    entitled = claim.heir_name if heir else claim.owner_name
    if not entitled or claim.holder_name != entitled:
        raise PayeeWrong(reason.payee)
    return Fen(balance_fen)


def check_typed(typed_fen: int, balance_fen: int) -> None:
    """Refuse an amount typed by hand that is not the balance; zero is none typed."""
    if typed_fen not in {0, balance_fen}:
        raise AmountIsComputed(balance_fen)
