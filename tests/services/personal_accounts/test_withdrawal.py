"""Item 9 as the pages run it: under the web role, paid by the bank, undone."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from tests.services.cases.stage import actor, envelope
from tests.services.ledger.books import balance, party_of, put

from tongban.core.access.actor import Actor
from tongban.core.cases.decisions.handling import Decision
from tongban.core.items.catalogue import Audience
from tongban.core.json_values import Json
from tongban.core.ledger.accounts import AccountKind
from tongban.records.ledger.models import LedgerAccount
from tongban.records.payments.models import PaymentOrder
from tongban.records.personal_accounts.models import Withdrawal
from tongban.services.access.scope import scoped
from tongban.services.cases.content import NewCase
from tongban.services.cases.handling import review_case
from tongban.services.cases.intake import accept_case, submit_case
from tongban.services.ledger.queries import fund_balance, personal_account
from tongban.services.ledger.verify import verify_ledger
from tongban.services.payments.operations import (
    RETURN_COLUMNS,
    make_batch,
    order_payment,
    take_bank_return,
)
from tongban.services.personal_accounts.queries import explained_movements
from tongban.services.personal_accounts.withdrawal import payable, take_back

FORM: dict[str, Json] = {
    "insured_name": "王建国",
    "insured_id_number": "990000198001010019",
    "contact_phone": "10012345679",
    "destination_country": "加拿大",
    "account_holder": "王建国",
    "bank_name": "示例银行潍坊支行",
    "account_number": "6200000000000000",
}
APPROVED = Decision(approved=True, amount_fen=0, words="", clause="")


@contextmanager
def by(login: str) -> Iterator[Actor]:
    who = actor(login)
    with scoped(who):
        yield who


def asked() -> str:
    new = NewCase(
        item="account-withdrawal",
        audience=Audience.EMPLOYEE,
        party_id=party_of("wangjianguo"),
        form=FORM,
        situations=("emigration", "self"),
        papers=("identity",),
        region="370702",
    )
    with by("clerk1"):
        number = submit_case(envelope("clerk1"), new).number
        accept_case(envelope("clerk1"), number=number)
    return number


def paid(number: str) -> None:
    with by("reviewer1"):
        review_case(envelope("reviewer1"), number=number, decision=APPROVED)
    with by("finance1"):
        order_payment(envelope("finance1"), number=number)
        order = PaymentOrder.objects.get(case__number=number).number
        batch = make_batch(envelope("finance1"), orders=(order,))
        text = f"{','.join(RETURN_COLUMNS)}\n{order},23.45,成功,"
        take_bank_return(envelope("finance1"), number=batch.number, text=text)


def test_the_pages_fix_hold_pay_and_close_under_the_second_wall():
    put("wangjianguo", 2_345)
    number = asked()
    assert payable(number) == 2_345
    paid(number)

    found = personal_account(party_of("wangjianguo"))
    assert found is not None
    assert found.closed_on is not None
    assert fund_balance(AccountKind.PAYABLE, "370705") == 0
    assert fund_balance(AccountKind.BANK, "370705") == 2_345
    assert list(verify_ledger()) == []
    with by("wangjianguo"):
        (line, *_) = explained_movements(found.id, region=found.region)
    assert line.what == "一次性支取：出国定居"
    assert "事项9" in line.clause


@pytest.mark.clause("SD28-9")
def test_taken_back_the_account_is_as_before_and_the_money_is_owed():
    put("wangjianguo", 2_345)
    paid(asked())
    row = Withdrawal.objects.get()
    for _ in range(2):
        take_back(row.case, at=row.fixed_at)

    assert balance() == 2_345
    assert fund_balance(AccountKind.PAYABLE, "370705") == -2_345
    assert list(verify_ledger()) == []


def test_a_hold_is_taken_off_when_a_decision_is_taken_back_before_the_close():
    put("wangjianguo", 2_345)
    number = asked()
    with by("reviewer1"):
        review_case(envelope("reviewer1"), number=number, decision=APPROVED)
    row = Withdrawal.objects.get()
    assert LedgerAccount.objects.get(owner__isnull=False).held_for_id == row.case_id
    take_back(row.case, at=row.fixed_at)

    assert LedgerAccount.objects.get(owner__isnull=False).held_for_id is None
