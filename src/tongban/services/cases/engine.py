"""Runs one command on one case: remember, lock, decide, append, project."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import connection, transaction

from tongban.core.calendar.workdays import WorkCalendar
from tongban.core.cases.events import Event, NewEvent, Stamp, seal
from tongban.core.cases.lifecycle import EventKind
from tongban.core.cases.rules import CaseRules
from tongban.core.cases.view import CaseView, fold
from tongban.core.items.catalogue import Terms
from tongban.core.json_values import JsonObject, canonical
from tongban.core.refusals import Refusal
from tongban.records.cases.models import Case, CaseEvent, Command
from tongban.services.calendar.queries import work_calendar
from tongban.services.cases import projection, reactions
from tongban.services.cases.envelope import Envelope, Receipt, receipt_again
from tongban.services.cases.rules import case_rules
from tongban.services.items.pinning import terms_by_digest


class CaseUnknown(Refusal):
    """No case of this number is within reach."""

    code = "cases.unknown"

    def __init__(self, number: str) -> None:
        super().__init__(f"No case {number}.", number=number)


class StaleVersion(Refusal):
    """Somebody else changed the case in the meantime."""

    code = "cases.stale_version"

    def __init__(self, *, seen: int, stands: int) -> None:
        super().__init__(f"Seen {seen}, stands at {stands}.", seen=seen, stands=stands)


class RequestKeyReused(Refusal):
    """The same request key came with other content."""

    code = "cases.request_key_reused"

    def __init__(self) -> None:
        super().__init__("This request key was used for something else.")


@dataclass(frozen=True, slots=True)
class Loaded:
    """A case locked for one command, with everything a decision needs."""

    record: Case
    view: CaseView
    terms: Terms
    rules: CaseRules
    calendar: WorkCalendar
    envelope: Envelope

    @property
    def today(self) -> date:
        """The calendar day of the command."""
        return self.envelope.today


Decide = Callable[[Loaded], tuple[NewEvent, ...]]


@transaction.atomic
def run(
    envelope: Envelope, *, number: str, act: str, payload: JsonObject, decide: Decide
) -> Receipt:
    """Run one command once: the same key and content again get the first answer.

    Refuses a stale version, a key used for other content, and whatever the
    decision refuses; nothing is kept of a refused command.
    """
    command, first = remember(envelope, act=act, number=number, payload=payload)
    if first is not None:
        return first
    loaded = load(number, envelope)
    check_version(loaded)
    return answer(command, append(loaded, decide(loaded)))


def remember(
    envelope: Envelope, *, act: str, number: str, payload: JsonObject
) -> tuple[Command, Receipt | None]:
    """Return the command's row, and the first answer when it was sent before."""
    envelope.check()
    content = canonical({"act": act, "number": number, "payload": payload})
    digest = hashlib.sha256(content.encode()).hexdigest()
    new = Command(
        sender=envelope.sender, key=envelope.key, digest=digest, at=envelope.now
    )
    found = _insert_once(new)
    if found is not None:
        new.pk = found
        return new, None
    command = Command.objects.get(sender=envelope.sender, key=envelope.key)
    if command.digest != digest or command.answer is None:
        raise RequestKeyReused
    return command, receipt_again(command.answer)


def _insert_once(command: Command) -> int | None:
    """Insert the command in one statement; nothing when its key is taken.

    A key another transaction holds is waited for, so a repeat sees its answer.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO cases_command (sender, key, digest, at)"
            " VALUES (%s, %s, %s, %s)"
            " ON CONFLICT (sender, key) DO NOTHING RETURNING id",
            (command.sender, command.key, command.digest, command.at),
        )
        row = cursor.fetchone()
    return None if row is None else int(row[0])


def answer(command: Command, receipt: Receipt) -> Receipt:
    """Keep the answer with the command and return it."""
    command.answer = receipt.as_json()
    command.save(update_fields=["answer"])
    return receipt


def load(
    number: str, envelope: Envelope, *, calendar: WorkCalendar | None = None
) -> Loaded:
    """Return the case, locked until the transaction ends."""
    record = Case.objects.select_for_update(of=("self",)).filter(number=number).first()
    if record is None:
        raise CaseUnknown(number)
    return Loaded(
        record=record,
        view=fold(events_of(record)),
        terms=terms_by_digest(record.terms_digest),
        rules=case_rules(),
        calendar=work_calendar() if calendar is None else calendar,
        envelope=envelope,
    )


def check_version(loaded: Loaded) -> None:
    """Refuse when the sender saw another version than the one that stands."""
    seen = loaded.envelope.version
    if seen is not None and seen != loaded.view.version:
        raise StaleVersion(seen=seen, stands=loaded.view.version)


def append(loaded: Loaded, new: Iterable[NewEvent]) -> Receipt:
    """Add events to the chain, let them take effect, and project the case."""
    sealed = _seal_all(loaded, tuple(new))
    CaseEvent.objects.bulk_create([row_of(loaded.record, event) for event in sealed])
    view = fold(sealed, start=loaded.view)
    projection.project(
        loaded.record,
        view,
        terms=loaded.terms,
        calendar=loaded.calendar,
        now=loaded.envelope.now,
    )
    for event in sealed:
        reactions.react(loaded, view, event)
    return receipt_of(loaded.record)


def _seal_all(loaded: Loaded, new: tuple[NewEvent, ...]) -> tuple[Event, ...]:
    envelope = loaded.envelope
    stamp = Stamp(
        at=envelope.now,
        actor_id=envelope.actor.account_id,
        actor_name=envelope.actor.name,
        office=envelope.actor.office_code,
        channel=envelope.channel.value,
    )
    sealed: list[Event] = []
    seq, prev = loaded.view.version, loaded.view.head
    for event in new:
        seq += 1
        done = seal(
            event,
            case_number=loaded.record.number,
            seq=seq,
            stamp=stamp,
            prev_hash=prev,
            algorithm=settings.TONGBAN_HASH,
        )
        prev = done.hash
        sealed.append(done)
    return tuple(sealed)


def row_of(record: Case, event: Event) -> CaseEvent:
    """Return the row that stores an event."""
    return CaseEvent(
        case=record,
        seq=event.seq,
        kind=event.kind.value,
        at=event.at,
        actor_id=event.actor_id,
        actor_name=event.actor_name,
        office=event.office,
        channel=event.channel,
        data=dict(event.data),
        prev_hash=event.prev_hash,
        hash=event.hash,
    )


def events_of(record: Case) -> tuple[Event, ...]:
    """Return the stored events of a case in order."""
    return tuple(event_of(row) for row in record.events.order_by("seq"))


def event_of(row: CaseEvent) -> Event:
    """Return the event a row stores."""
    return Event(
        seq=row.seq,
        kind=EventKind(row.kind),
        at=row.at,
        actor_id=row.actor_id,
        actor_name=row.actor_name,
        office=row.office,
        channel=row.channel,
        data=row.data,
        prev_hash=row.prev_hash,
        hash=row.hash,
    )


def receipt_of(record: Case, *, query_code: str = "", joined: bool = False) -> Receipt:
    """Return how a case stands; the query code goes to its applicant only."""
    return Receipt(
        number=record.number,
        version=record.version,
        state=record.state,
        outcome=record.outcome,
        step=record.step,
        due_on="" if record.due_on is None else record.due_on.isoformat(),
        query_code=query_code,
        joined=joined,
    )
