"""Paying out a whole account (一次性支取): fixed at review, moved at the close.

The amount is the balance on the day of the review, reckoned here and never
typed. From then until the case closes the account is held for it.
"""

from datetime import date, datetime
from typing import Final

from tongban.core.access.parties import Scheme
from tongban.core.cases.view import CHINA
from tongban.core.json_values import JsonObject, text_of
from tongban.core.ledger.accounts import AccountKind
from tongban.core.ledger.journals import Line, Reason
from tongban.core.money import Fen
from tongban.core.personal_accounts.withdrawal import (
    Claim,
    NothingToWithdraw,
    ReasonNotAllowed,
    WithdrawalReason,
    check_claim,
    check_typed,
)
from tongban.core.refusals import Refusal
from tongban.records.cases.models import Case
from tongban.records.ledger.models import Journal, LedgerAccount
from tongban.records.personal_accounts.models import Withdrawal
from tongban.services.enrolment.queries import cover_on, person_line
from tongban.services.ledger.operations import (
    Entry,
    close,
    fund,
    hold,
    lock,
    post,
    release,
    reopen,
    reverse,
)
from tongban.services.personal_accounts.terms import account_terms

EFFECT: Final = "account-withdrawal"


class WithdrawnAlready(Refusal):
    """The account was paid out and closed before."""

    code = "personal_accounts.withdrawn_already"

    def __init__(self) -> None:
        super().__init__("Paid out before.")


class BalanceChanged(Refusal):
    """The balance is not the one the review fixed."""

    code = "personal_accounts.balance_changed"

    def __init__(self) -> None:
        super().__init__("The balance changed since the review.")


def fix_amount(
    case: Case,
    form: JsonObject,
    *,
    situations: tuple[str, ...],
    typed_fen: int,
    now: datetime,
) -> Fen:
    """Return what the case pays out and hold the account for it until it closes.

    Refuses a second withdrawal, cover that runs, an empty account, another
    payee than the one entitled, and an amount typed that is not the balance.
    """
    reason = _reason(case, situations)
    account = _account(case)
    today = now.astimezone(CHINA).date()
    amount = check_claim(
        _claim(form),
        reason=reason,
        balance_fen=account.balance_fen or 0,
        cover_runs=_is_covered(case.party_id, today),
    )
    check_typed(typed_fen, amount)
    hold(account, case_id=case.pk)
    Withdrawal.objects.update_or_create(
        case=case,
        defaults={
            "account": account,
            "reason": reason.code,
            "amount_fen": amount,
            "closes_account": reason.closes_account,
            "fixed_at": now,
        },
    )
    return amount


def payable(case_number: str) -> Fen:
    """Return what a case would pay out as the account stands; changes nothing."""
    found = LedgerAccount.objects.filter(
        owner__cases__number=case_number,
        kind=AccountKind.PERSONAL.value,
        closed_on=None,
    ).first()
    return Fen(0 if found is None else found.balance_fen or 0)


def pay_out(case: Case, *, at: datetime) -> None:
    """Take the fixed amount out of the account, and close it when the reason does.

    The bank has confirmed the payment when a case closes: the money goes from
    the account to what is payable, and from there out of the bank.
    """
    fixed = Withdrawal.objects.select_related("account").get(case=case)
    today = at.astimezone(CHINA).date()
    account = lock([fixed.account_id])[fixed.account_id]
    if account.balance_fen != fixed.amount_fen:
        raise BalanceChanged
    amount = fixed.amount_fen
    owed = fund(AccountKind.PAYABLE, account.region, on=today)
    bank = fund(AccountKind.BANK, account.region, on=today)
    fixed.journal = _move(case, account, owed, amount, reason=Reason.WITHDRAWAL, at=at)
    fixed.save(update_fields=["journal"])
    _move(case, owed, bank, amount, reason=Reason.PAID_OUT, at=at)
    if fixed.closes_account:
        close(account, on=today)
    else:
        release(case_id=case.pk)


def take_back(case: Case, *, at: datetime) -> None:
    """Undo what a case took out: the account is as before, the payee owes it.

    What left the bank stays out until it is recovered; the mirror leaves it as
    a claim among the payables.
    """
    fixed = Withdrawal.objects.filter(case=case, taken_back_at=None).first()
    if fixed is None or fixed.journal is None:
        release(case_id=case.pk)
        return
    account = lock([fixed.account_id])[fixed.account_id]
    if account.closed_on is not None:
        reopen(account)
    reverse(fixed.journal, at=at, day=at.astimezone(CHINA).date())
    fixed.taken_back_at = at
    fixed.save(update_fields=["taken_back_at"])


def _move(
    case: Case,
    source: LedgerAccount,
    target: LedgerAccount,
    amount: int,
    *,
    reason: Reason,
    at: datetime,
) -> Journal:
    words = "个人账户一次性支取"
    return post(
        Entry(
            reason=reason,
            at=at,
            day=at.astimezone(CHINA).date(),
            region=source.region,
            lines=(
                Line(source.pk, Fen(-amount), words),
                Line(target.pk, Fen(amount), words),
            ),
            key=f"{reason.value} {case.number}",
            case_id=case.pk,
        )
    )


def _reason(case: Case, situations: tuple[str, ...]) -> WithdrawalReason:
    reasons = account_terms(case.party.region).reasons
    for situation in situations:
        if situation in reasons:
            return reasons[situation]
    raise ReasonNotAllowed


def _account(case: Case) -> LedgerAccount:
    """Return the open account, locked; refuse when there is none any more."""
    rows = LedgerAccount.objects.filter(
        owner_id=case.party_id, kind=AccountKind.PERSONAL.value
    )
    found = rows.filter(closed_on=None).select_for_update(of=("self",)).first()
    if found is not None:
        return found
    if rows.exists():
        raise WithdrawnAlready
    raise NothingToWithdraw


def _claim(form: JsonObject) -> Claim:
    return Claim(
        owner_name=text_of(form, "insured_name"),
        heir_name=text_of(form, "heir_name"),
        holder_name=text_of(form, "account_holder"),
    )


def _is_covered(party_id: int, day: date) -> bool:
    """Say whether employees' cover runs; nobody is covered beyond their death."""
    person, cover = person_line(party_id), cover_on(party_id, day)
    if person is not None and person.deceased_on is not None:
        return False
    return cover is not None and cover.scheme is Scheme.EMPLOYEE
