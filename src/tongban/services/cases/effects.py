"""The effect of each item: what 办结 changes, in the same transaction.

Each item names its effect; an item whose effect is not registered cannot be
closed. Every effect writes a typed register entry with all fields of the form, the
receipt of what took effect; those of enrolment change the register of persons,
employers and cover as well.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db.backends.postgresql.psycopg_any import DateRange

from tongban.core.cases.view import CHINA, CaseView
from tongban.core.items.catalogue import Step, Terms
from tongban.core.json_values import JsonObject, canonical, text_of
from tongban.core.refusals import Refusal
from tongban.records.cases.models import Case
from tongban.records.register.models import RegisterEntry
from tongban.services.away import filing
from tongban.services.claims import settling as claims
from tongban.services.enrolment import effects as enrolment
from tongban.services.enrolment.finished import Finished
from tongban.services.enrolment.writing import Occasion
from tongban.services.personal_accounts import withdrawal
from tongban.services.settlement import diseases
from tongban.services.transfers import moving
from tongban.services.transfers.opening import refuse_undo

ONE_DAY: Final = timedelta(days=1)


class NoEffect(Refusal):
    """Nothing is registered that closing this item would change."""

    code = "cases.no_effect"

    def __init__(self, effect: str) -> None:
        super().__init__(f"{effect} has no effect registered.", effect=effect)


class StartMissing(Refusal):
    """The form does not say from when the result holds."""

    code = "cases.start_missing"

    def __init__(self, field: str) -> None:
        super().__init__(f"{field} must be a day.", field=field)


@dataclass(frozen=True, slots=True)
class Granted:
    """What an effect works from."""

    case: Case
    view: CaseView
    terms: Terms
    form: JsonObject
    decided_on: date
    at: datetime


Effect = Callable[[Granted], RegisterEntry]


def take_effect(case: Case, view: CaseView, *, terms: Terms, at: datetime) -> None:
    """Run the effect of the item; refuses when none is registered."""
    effect = EFFECTS.get(terms.effect)
    if effect is None:
        raise NoEffect(terms.effect)
    form = case.forms.get(digest=view.form_digest).content
    effect(
        Granted(
            case=case,
            view=view,
            terms=terms,
            form=form,
            decided_on=at.astimezone(CHINA).date(),
            at=at,
        )
    )


def undo(case: Case, *, at: datetime, asked: bool = False) -> None:
    """Take back what the case put into effect; the entry stays, marked reversed.

    Refuses when a later change of the register stands on it. ``asked``: whoever
    filed gives the filing back, which then ends today and held until now.
    """
    if asked:
        filing.give_back(case, at=at)
    else:
        filing.take_back(case, at=at)
    refuse_undo(case)
    enrolment.undo(case, at=at)
    withdrawal.take_back(case, at=at)
    claims.take_back(case, at=at)
    diseases.take_back(case)
    RegisterEntry.objects.filter(case=case, reversed_at=None).update(reversed_at=at)


def _enter(granted: Granted, *, first: date) -> RegisterEntry:
    schema = canonical(granted.terms.form)
    return RegisterEntry.objects.create(
        kind=granted.terms.effect,
        case=granted.case,
        party=granted.case.party,
        region=granted.case.region,
        fields=granted.form,
        schema_digest=hashlib.sha256(schema.encode()).hexdigest(),
        in_force=DateRange(first, None),
        amount_fen=granted.view.amount_fen,
        written_at=granted.at,
    )


def from_decision(granted: Granted) -> RegisterEntry:
    """Enter the result from the day of the decision."""
    return _enter(granted, first=granted.decided_on)


def into_enrolment(granted: Granted) -> RegisterEntry:
    """Change persons, employers and cover, and enter the receipt of it."""
    case, view = granted.case, granted.view
    finished = Finished(
        case=case,
        form=granted.form,
        situations=view.situations,
        supplied=frozenset(view.supplied),
        decided_on=granted.decided_on,
        cause=Occasion(at=granted.at, case_id=case.pk, by=_closer(view)),
    )
    enrolment.take_effect(granted.terms.effect, finished)
    return from_decision(granted)


def _closer(view: CaseView) -> int | None:
    return view.done_by.get(Step.CLOSE) or view.done_by.get(Step.REVIEW)


def out_of_account(granted: Granted) -> RegisterEntry:
    """Pay out the personal account, and enter the receipt of it (SD28 9)."""
    withdrawal.pay_out(granted.case, at=granted.at)
    return from_decision(granted)


def out_of_funds(granted: Granted) -> RegisterEntry:
    """Pay what the bills were settled for, and enter the receipt (SD28 15, 16)."""
    claims.pay_out(granted.case, at=granted.at)
    return from_decision(granted)


def out_of_area(granted: Granted) -> RegisterEntry:
    """Send records and money to the other area, and enter the receipt (SD28 10)."""
    moving.send_out(granted.case, at=granted.at)
    return from_decision(granted)


def into_area(granted: Granted) -> RegisterEntry:
    """Take over records and money, and enter the receipt of it (SD28 11)."""
    moving.take_in(granted.case, at=granted.at)
    return from_decision(granted)


def from_next_day(granted: Granted) -> RegisterEntry:
    """Enter a chronic-disease recognition: enjoyed from the next day (SD28 14)."""
    first = granted.decided_on + ONE_DAY
    diseases.grant_right(granted.case, granted.form, first=first)
    return _enter(granted, first=first)


def from_chosen_start(granted: Granted) -> RegisterEntry:
    """Enter a filing from the start day its form names (SD28 12, 13; SD20 6)."""
    start = text_of(granted.form, "start_on")
    if not start:
        raise StartMissing("start_on")
    filing.file_away(
        granted.case,
        granted.form,
        effect=granted.terms.effect,
        situation=",".join(granted.view.situations),
        at=granted.at,
    )
    return _enter(granted, first=date.fromisoformat(start))


EFFECTS: Final[Mapping[str, Effect]] = {
    "employer-registration": into_enrolment,
    "employee-registration": into_enrolment,
    "resident-registration": into_enrolment,
    "employer-change": into_enrolment,
    "employee-change": into_enrolment,
    "resident-change": into_enrolment,
    "employer-enquiry": from_decision,
    "person-enquiry": from_decision,
    withdrawal.EFFECT: out_of_account,
    "transfer-out": out_of_area,
    "transfer-in": into_area,
    "long-term-residence-filing": from_chosen_start,
    "temporary-travel-filing": from_chosen_start,
    "chronic-disease-recognition": from_next_day,
    "outpatient-reimbursement": out_of_funds,
    "inpatient-reimbursement": out_of_funds,
    "antenatal-check-payment": from_decision,
    "childbirth-payment": from_decision,
    "family-planning-payment": from_decision,
    "maternity-allowance": from_decision,
    "aid-contribution-subsidy": from_decision,
    "aid-reimbursement": from_decision,
    "hospital-designation": from_decision,
    "pharmacy-designation": from_decision,
    "hospital-settlement": from_decision,
    "pharmacy-settlement": from_decision,
    "local-card-settlement": from_decision,
    "long-term-care": from_decision,
}
