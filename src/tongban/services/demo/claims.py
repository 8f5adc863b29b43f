"""A claim of the demo region: a bill entered, approved, paid, its slip to be read."""

from datetime import datetime, timedelta
from typing import Final

from tongban.core.benefits.vocabulary import CareKind, Level
from tongban.core.cases.decisions.handling import Decision
from tongban.core.claims.bills import CarePlace, ClassTotals, NewBill
from tongban.core.items.catalogue import Audience, Channel
from tongban.core.money import plain_yuan
from tongban.records.accounts.models import Account
from tongban.records.cases.models import Case
from tongban.records.claims.models import ClaimBill
from tongban.records.parties.models import Party
from tongban.services.access.queries import actor_of
from tongban.services.cases import handling, intake
from tongban.services.cases.content import NewCase
from tongban.services.cases.envelope import CHINA, Envelope
from tongban.services.claims.entering import enter_bill
from tongban.services.demo.samples import (
    Subject,
    sample_form,
    sample_papers,
    sample_situations,
)
from tongban.services.items.queries import items_on, terms_on
from tongban.services.payments import operations as payments
from tongban.services.settlement.opening import open_funds

ITEM: Final = "outpatient-reimbursement"
# Whose claims there are, and how far each goes.
CLAIMANTS: Final = (
    ("zhaolei", Audience.RESIDENT, True),
    ("wangjianguo", Audience.EMPLOYEE, False),
)
STEP: Final = timedelta(minutes=6)
DAYS_AGO: Final = timedelta(days=3)
TOTALS: Final = ClassTotals(a_fen=480_00, b_fen=200_00, first_own_bp=1_000, c_fen=35_60)
PLACE: Final = CarePlace("", "示例镇卫生院（演示）", Level.TOWNSHIP, "370783")


def load_demo_claims(now: datetime) -> None:
    """Play the claims once; what is there already stays as it is."""
    if ClaimBill.objects.exists():
        return
    open_funds(on=now.astimezone(CHINA).date())
    for turn, (login, audience, paid) in enumerate(CLAIMANTS, start=1):
        _play(login, audience, now - STEP * 10, turn=turn, paid=paid)


def _play(
    login: str, audience: Audience, begin: datetime, *, turn: int, paid: bool
) -> None:
    def sent(who: str, step: int) -> Envelope:
        account = Account.objects.get(login_name=who)
        return Envelope(
            actor=actor_of(account, begin.astimezone(CHINA).date()),
            now=begin + STEP * step,
            key=f"demo-claim-{turn}-{step}",
            channel=Channel.COUNTER,
        )

    party = Party.objects.get(accounts__login_name=login)
    number = intake.submit_case(sent("clerk1", 0), _new(party, audience, begin)).number
    if not Case.objects.filter(number=number, state="open", step="accept").exists():
        return
    intake.accept_case(sent("clerk1", 1), number=number)
    enter_bill(sent("clerk1", 2), number=number, bill=_bill(begin, turn))
    if paid:
        decision = Decision(approved=True, amount_fen=0, words="", clause="")
        handling.review_case(sent("reviewer1", 3), number=number, decision=decision)
        payments.order_payment(sent("finance1", 4), number=number)
        order = Case.objects.get(number=number).orders.get()
        batch = payments.make_batch(sent("finance1", 5), orders=(order.number,))
        row = (order.number, plain_yuan(order.amount_fen), payments.PAID_WORD, "")
        text = "\n".join((",".join(payments.RETURN_COLUMNS), ",".join(row)))
        payments.take_bank_return(sent("finance1", 6), number=batch.number, text=text)


def _new(party: Party, audience: Audience, begin: datetime) -> NewCase:
    today = begin.astimezone(CHINA).date()
    codes = {str(item.code): item.code for item in items_on(party.region, today)}
    terms = terms_on(codes[ITEM], audience, party.region, today)
    situations = sample_situations(terms)
    subject = Subject(party.name, party.identifier, party.phone or "10000000000")
    form = sample_form(terms, subject, today=today, situations=situations)
    return NewCase(
        item=codes[ITEM],
        audience=audience,
        party_id=party.pk,
        form={**form, "hospital_name": PLACE.name},
        situations=situations,
        papers=sample_papers(terms, situations),
    )


def _bill(begin: datetime, turn: int) -> NewBill:
    day = begin.astimezone(CHINA).date() - DAYS_AGO
    items = TOTALS.items()
    return NewBill(
        kind=CareKind.OUTPATIENT,
        place=PLACE,
        began_on=day,
        ended_on=day,
        total_fen=sum(item.amount_fen for item in items),
        items=items,
        receipt=f"99079926{turn:010d}",
    )
