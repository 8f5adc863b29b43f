"""A claim of an employee of Weifang, and the bills it brings to the desk."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

from tests.services.cases.stage import actor, at, envelope, inpatient_form
from tests.services.ledger.books import party_of

from tongban.core.access.actor import Actor
from tongban.core.benefits.vocabulary import CareKind, Level
from tongban.core.cases.decisions.handling import Decision
from tongban.core.claims.bills import (
    Accident,
    BillItem,
    CarePlace,
    ClassTotals,
    NewBill,
)
from tongban.core.items.catalogue import Audience
from tongban.records.cases.models import Case
from tongban.records.payments.models import PaymentOrder
from tongban.services.access.scope import scoped
from tongban.services.cases.content import NewCase
from tongban.services.cases.handling import review_case
from tongban.services.cases.intake import accept_case, submit_case
from tongban.services.claims.entering import enter_bill
from tongban.services.payments.operations import (
    RETURN_COLUMNS,
    make_batch,
    order_payment,
    take_bank_return,
)

DAY = "2026-03-02"
NOW = at(DAY)
APPROVED = Decision(approved=True, amount_fen=0, words="同意", clause="")
JINAN = CarePlace(code="", name="济南示例医院", level=Level.TERTIARY, region="370100")
RECEIPT = "370126010000000001"


@contextmanager
def by(login: str) -> Iterator[Actor]:
    who = actor(login, date.fromisoformat(DAY))
    with scoped(who):
        yield who


def claim(admitted: str = "2026-02-01") -> Case:
    form = inpatient_form(
        insured_name="王建国",
        insured_id_number="990000198001010019",
        admitted_on=admitted,
        discharged_on="2026-02-09",
        hospital_name=f"济南示例医院{admitted}",
        account_holder="王建国",
    )
    new = NewCase(
        item="inpatient-reimbursement",
        audience=Audience.EMPLOYEE,
        party_id=party_of("wangjianguo"),
        form=form,
        situations=("illness", "planned", "self"),
        papers=("medical-invoice", "fee-list", "discharge-record"),
        region="370702",
    )
    with by("clerk1"):
        number = submit_case(envelope("clerk1", DAY), new).number
        accept_case(envelope("clerk1", DAY), number=number)
        return Case.objects.get(number=number)


def class_a(yuan: int) -> tuple[BillItem, ...]:
    return ClassTotals(a_fen=yuan * 100).items()


def bill(yuan: int = 10_000, **changes: object) -> NewBill:
    """A stay of ten thousand yuan of class A at a hospital in Jinan."""
    plain = NewBill(
        kind=CareKind.INPATIENT,
        place=JINAN,
        began_on=date(2026, 2, 1),
        ended_on=date(2026, 2, 9),
        total_fen=yuan * 100,
        items=class_a(yuan),
        receipt=RECEIPT,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]  # test brevity


def accident(third_bp: int) -> Accident:
    return Accident(third_bp=third_bp, liable="李某")


def enter(case: Case, new: NewBill, *, key: str = "", **more: int) -> int:
    with by("clerk1"):
        return enter_bill(
            envelope("clerk1", DAY, key=key), number=case.number, bill=new, **more
        )


def approve(case: Case) -> None:
    with by("reviewer1"):
        review_case(envelope("reviewer1", DAY), number=case.number, decision=APPROVED)


def pay(case: Case, yuan: str) -> None:
    with by("finance1"):
        order_payment(envelope("finance1", DAY), number=case.number)
        order = PaymentOrder.objects.get(case__number=case.number).number
        batch = make_batch(envelope("finance1", DAY), orders=(order,))
        text = f"{','.join(RETURN_COLUMNS)}\n{order},{yuan},成功,"
        take_bank_return(envelope("finance1", DAY), number=batch.number, text=text)
