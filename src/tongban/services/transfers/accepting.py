"""What messages of the other side do to the case here: by rule, as the system."""

from datetime import date, datetime
from typing import Final

from tongban.core.access.actor import Actor, ActorKind
from tongban.core.cases.decisions.intake import decide_acceptance, decide_refusal
from tongban.core.cases.events import NewEvent
from tongban.core.cases.lifecycle import State
from tongban.core.cases.view import fold
from tongban.core.items.catalogue import Audience, Channel, Step
from tongban.core.json_values import Json
from tongban.core.transfers.stages import Side
from tongban.records.cases.models import Case
from tongban.records.transfers.models import Transfer
from tongban.services.cases import engine
from tongban.services.cases.content import NewCase, limit_codes, received_on
from tongban.services.cases.envelope import Envelope
from tongban.services.cases.intake import submit_case, withdraw_case
from tongban.services.items.queries import has_region, terms_on
from tongban.services.ledger.operations import area_of
from tongban.services.transfers.facts import joined_on, stopped_on
from tongban.services.transfers.making import move_of

ITEM_OF: Final = {Side.OUT: "transfer-out", Side.IN: "transfer-in"}
REASON: Final = "transfer-check-failed"
IDENTITY: Final = "identity"
ACTOR_NAME: Final = "两地经办机构协同"


def envelope_of(row: Transfer, act: str, *, at: datetime) -> Envelope:
    """Return the envelope of what the other side caused, once for each act."""
    actor = Actor(
        kind=ActorKind.SYSTEM,
        account_id=None,
        name=ACTOR_NAME,
        party_ids=(row.person_id,),
    )
    key = f"transfer {row.number} {row.side} {act}"
    return Envelope(actor=actor, now=at, key=key, channel=Channel.OTHER)


def open_case(row: Transfer, *, phone: str, at: datetime) -> Case:
    """Hand the application in for the person at this side, and return its case.

    The identity was checked where they applied; no paper is asked for twice.
    """
    envelope = envelope_of(row, "open", at=at)
    item = ITEM_OF[Side(row.side)]
    region = row.region if has_region(row.region) else area_of(row.region)
    terms = terms_on(item, Audience.EMPLOYEE, region, envelope.today)
    known = terms.form.get("properties")
    fields = known if isinstance(known, dict) else {}
    form = _form(row, phone=phone, day=envelope.today)
    said = {name: value for name, value in form.items() if name in fields}
    receipt = submit_case(
        envelope,
        NewCase(
            item=item,
            audience=Audience.EMPLOYEE,
            party_id=row.person_id,
            form=said,
            situations=("by-person", "self"),
            shared=(IDENTITY,),
            region=region,
        ),
    )
    case = Case.objects.get(number=receipt.number)
    row.refresh_from_db()
    return case


def accept(row: Transfer, *, at: datetime) -> None:
    """Accept the case of this side: both sides agreed, the clock starts."""
    case = row.case
    if case is None or case.state == State.CLOSED or Step.ACCEPT in _done(case):
        return
    envelope = envelope_of(row, "accept", at=at)

    def decide(loaded: engine.Loaded) -> tuple[NewEvent, ...]:
        return decide_acceptance(
            loaded.view,
            loaded.terms,
            today=received_on(envelope),
            limits=limit_codes(loaded.terms, loaded.view.facts),
            rules=loaded.rules,
            calendar=loaded.calendar,
        )

    engine.run(envelope, number=case.number, act="accept", payload={}, decide=decide)


def refuse(row: Transfer, *, words: str, at: datetime) -> None:
    """Do not accept (不予受理) what the other side's check speaks against."""
    case = row.case
    if case is None or case.state == State.CLOSED:
        return

    def decide(loaded: engine.Loaded) -> tuple[NewEvent, ...]:
        return decide_refusal(
            loaded.view, loaded.terms, reason=REASON, words=words, rules=loaded.rules
        )

    engine.run(
        envelope_of(row, "refuse", at=at),
        number=case.number,
        act="refuse",
        payload={"words": words},
        decide=decide,
    )


def withdraw(row: Transfer, *, words: str, at: datetime) -> None:
    """Withdraw the case here of what ended at the other side, unless decided."""
    case = row.case
    if case is None or case.state == State.CLOSED:
        return
    envelope = envelope_of(row, "withdraw", at=at)
    withdraw_case(envelope, number=case.number, words=words)


def _done(case: Case) -> tuple[Step, ...]:
    return fold(engine.events_of(case)).done


def _form(row: Transfer, *, phone: str, day: date) -> dict[str, Json]:
    person, move = row.person, move_of(row)
    days = {
        "stopped_on": stopped_on(row.person_id, move) or day,
        "joined_on": joined_on(row.person_id, move, day=day) or day,
    }
    return {
        "insured_name": person.name,
        "insured_id_number": person.identifier,
        "contact_phone": phone or person.phone,
        "from_region": row.from_region,
        "to_region": row.to_region,
        "scheme": row.scheme,
        "move_account": row.moves_account,
        **{name: value.isoformat() for name, value in days.items()},
    }
