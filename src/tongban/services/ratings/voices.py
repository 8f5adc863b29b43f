"""Complaints and suggestions: sent by anybody, answered in time, reopened once."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection, transaction

from tongban.core.access.actor import SYSTEM
from tongban.core.access.rights import Act, check_may
from tongban.core.cases.clock_rules import Rung
from tongban.core.json_values import Json
from tongban.core.ratings.corrections import check_part
from tongban.core.ratings.giving import check_rater
from tongban.core.ratings.voices import (
    ContactMissing,
    VoiceKind,
    VoiceMove,
    VoiceState,
    check_open,
    check_reopening,
    check_voice,
    check_words,
)
from tongban.core.refusals import Refusal
from tongban.records.cases.models import Case
from tongban.records.offices.models import Office
from tongban.records.ratings.models import Voice, VoiceEvent
from tongban.services.cases import engine
from tongban.services.cases.envelope import CHINA, Envelope, Receipt
from tongban.services.cases.queries.public import progress
from tongban.services.cases.routing import handling_office
from tongban.services.cases.scope import seen_by_code
from tongban.services.ratings.corrections import NotAWorker, NotYourWork, worker_of
from tongban.services.ratings.limits import limits_of
from tongban.services.ratings.people import concerned_in, find_owner
from tongban.services.ratings.rules import rating_rules
from tongban.services.ratings.scope import seen_by_voice_code
from tongban.services.ratings.served import CaseCodes

WORDS_MAX: Final = 1_000
NAME_MAX: Final = 40
CONTACT_MAX: Final = 40
CODE_DIGITS: Final = 6
SERIAL_DIGITS: Final = 6
LETTERS: Final = {VoiceKind.COMPLAINT: "T", VoiceKind.SUGGESTION: "J"}
SWEPT_MAX: Final = 2_000


class VoiceUnknown(Refusal):
    """No complaint or suggestion with these codes is within reach."""

    code = "ratings.voice_unknown"

    def __init__(self) -> None:
        super().__init__("No such complaint or suggestion.")


class OfficeUnknown(Refusal):
    """A complaint is about an office, or about a case of one's own."""

    code = "ratings.office_unknown"

    def __init__(self) -> None:
        super().__init__("Choose the office.")


@dataclass(frozen=True, slots=True)
class NewVoice:
    """What somebody has to say, about which case or office, and how to reach them.

    ``case`` needs the query code when it is not one's own. ``region`` names who
    answers when neither case nor office is given.
    """

    kind: VoiceKind
    topic: str
    words: str
    region: str
    name: str = ""
    contact: str = ""
    case: CaseCodes | None = None
    office: str = ""
    item: str = ""
    item_name: str = ""


@dataclass(frozen=True, slots=True)
class About:
    """What a voice is about: an office, perhaps a case, and who handled it."""

    office: Office
    case: Case | None = None
    concerned: tuple[int, ...] = ()


def send_voice(envelope: Envelope, new: NewVoice) -> Receipt:
    """Take a complaint or suggestion; returns its number and query code.

    Refuses staff at work, an unknown topic, next to no words, and somebody
    unknown who leaves no phone.
    """
    check_rater(envelope.actor.kind)
    check_voice(new.topic, new.words, rules=rating_rules().voices[new.kind.value])
    if envelope.actor.account_id is None and not new.contact.strip():
        raise ContactMissing
    about = _about(envelope, new)
    number = _next_number(new.kind, envelope)
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
    with seen_by_voice_code(number, code), transaction.atomic():
        command, first = engine.remember(
            envelope, act="ratings.voice", number="", payload=_payload(new)
        )
        if first is not None:
            return first
        voice = _created(envelope, new, about, number=number, code=code)
        _append(voice, VoiceMove.SENT, envelope, words=new.words)
        return engine.answer(command, _receipt(voice, code=code))


def _about(envelope: Envelope, new: NewVoice) -> About:
    if new.case is not None and new.case.number:
        return _about_case(envelope, new.case)
    if new.office:
        office = Office.objects.filter(code=new.office, is_active=True).first()
        if office is None:
            raise OfficeUnknown
        return About(office)
    return About(handling_office(region=new.region, item=new.item))


def _about_case(envelope: Envelope, codes: CaseCodes) -> About:
    own = Case.objects.select_related("office").filter(
        number=codes.number, party_id__in=envelope.actor.party_ids
    )
    found = own.first()
    if found is not None:
        return About(found.office, found, tuple(concerned_in(found)))
    progress(codes.number, codes.code, today=envelope.today)
    with seen_by_code(codes.number, codes.code):
        found = Case.objects.select_related("office").get(number=codes.number)
        return About(found.office, found, tuple(concerned_in(found)))


def _payload(new: NewVoice) -> dict[str, Json]:
    return {
        "kind": new.kind.value,
        "topic": new.topic,
        "words": new.words[:WORDS_MAX],
        "contact": new.contact,
        "case": "" if new.case is None else new.case.number,
        "office": new.office,
        "item": new.item,
    }


def _next_number(kind: VoiceKind, envelope: Envelope) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('voice_number')")
        row = cursor.fetchone()
    serial = 0 if row is None else int(row[0])
    day = f"{envelope.today:%Y%m%d}"
    return f"{LETTERS[kind]}{day}{serial:0{SERIAL_DIGITS}d}"


def _created(
    envelope: Envelope, new: NewVoice, about: About, *, number: str, code: str
) -> Voice:
    rules = rating_rules().voices[new.kind.value]
    limits = limits_of(envelope.today, rules.answer_working_days)
    actor, case = envelope.actor, about.case
    return Voice.objects.create(
        number=number,
        code=code,
        kind=new.kind.value,
        topic=new.topic,
        words=new.words.strip()[:WORDS_MAX],
        name=new.name.strip()[:NAME_MAX],
        contact=new.contact.strip()[:CONTACT_MAX],
        party_id=actor.party_ids[0] if actor.party_ids else None,
        account_id=actor.account_id,
        case=case,
        item=new.item if case is None else case.item,
        item_name=new.item_name if case is None else case.item_name,
        office=about.office,
        office_path=about.office.path,
        concerned=list(about.concerned),
        owner_id=find_owner(
            envelope, office_path=about.office.path, concerned=about.concerned
        ),
        sent_at=envelope.now,
        due_on=limits.due_on,
        warn_on=limits.warn_on,
    )


def note(envelope: Envelope, *, voice_id: int, words: str) -> Receipt:
    """Write down what looking into it brought; only staff read it (调查记录)."""

    def decide(voice: Voice) -> None:
        _check_worker(envelope, voice)
        check_open(VoiceState(voice.state))
        check_words(words)
        _append(voice, VoiceMove.NOTED, envelope, words=words)

    return _run(envelope, voice_id, act="note", payload={"w": words}, decide=decide)


def answer(envelope: Envelope, *, voice_id: int, words: str) -> Receipt:
    """Answer; the sender reads it with number and code."""

    def decide(voice: Voice) -> None:
        _check_worker(envelope, voice)
        check_open(VoiceState(voice.state))
        check_words(words)
        voice.state = VoiceState.ANSWERED.value
        voice.answered_on = envelope.today
        _append(voice, VoiceMove.ANSWERED, envelope, words=words)

    return _run(envelope, voice_id, act="answer", payload={"w": words}, decide=decide)


def assign_voice(envelope: Envelope, *, voice_id: int, account_id: int) -> Receipt:
    """Give it to somebody of the office who is not complained about."""

    def decide(voice: Voice) -> None:
        act = Act.DISTRIBUTE.value
        check_may(envelope.actor, act, office_path=voice.office_path)
        check_open(VoiceState(voice.state))
        found = worker_of(account_id, voice.office_path)
        if found is None or account_id in voice.concerned:
            raise NotAWorker
        voice.owner = found
        _append(voice, VoiceMove.ASSIGNED, envelope, detail=found.display_name)

    payload: dict[str, Json] = {"account": account_id}
    return _run(envelope, voice_id, act="assign_voice", payload=payload, decide=decide)


def reopen_voice(envelope: Envelope, *, voice_id: int, words: str) -> Receipt:
    """Say that the answer does not do; the limit begins anew.

    Call it in a scope in which the sender sees their own voice.
    """
    check_rater(envelope.actor.kind)

    def decide(voice: Voice) -> None:
        rules = rating_rules().voices[voice.kind]
        check_words(words)
        check_reopening(
            VoiceState(voice.state),
            answered_on=voice.answered_on,
            reopened=voice.reopened,
            today=envelope.today,
            rules=rules,
        )
        limits = limits_of(envelope.today, rules.answer_working_days)
        voice.state = VoiceState.OPEN.value
        voice.answered_on = None
        voice.reopened += 1
        voice.due_on, voice.warn_on = limits.due_on, limits.warn_on
        _append(voice, VoiceMove.REOPENED, envelope, words=words)

    return _run(
        envelope, voice_id, act="reopen_voice", payload={"w": words}, decide=decide
    )


def _run(
    envelope: Envelope,
    voice_id: int,
    *,
    act: str,
    payload: dict[str, Json],
    decide: Callable[[Voice], None],
) -> Receipt:
    with transaction.atomic():
        command, first = engine.remember(
            envelope, act=f"ratings.{act}", number=str(voice_id), payload=payload
        )
        if first is not None:
            return first
        voice = Voice.objects.select_for_update().filter(pk=voice_id).first()
        if voice is None:
            raise VoiceUnknown
        seen = envelope.version
        if seen is not None and seen != voice.version:
            raise engine.StaleVersion(seen=seen, stands=voice.version)
        decide(voice)
        return engine.answer(command, _receipt(voice))


def _check_worker(envelope: Envelope, voice: Voice) -> None:
    actor = envelope.actor
    check_part(actor.account_id, voice.concerned)
    check_may(actor, Act.SEE.value, office_path=voice.office_path)
    if voice.owner_id is None:
        voice.owner_id = actor.account_id
    elif voice.owner_id != actor.account_id:
        raise NotYourWork


def _append(
    voice: Voice,
    move: VoiceMove,
    envelope: Envelope,
    *,
    words: str = "",
    detail: str = "",
) -> None:
    voice.version += 1
    voice.save()
    VoiceEvent.objects.create(
        voice=voice,
        seq=voice.version,
        move=move.value,
        at=envelope.now,
        actor_id=envelope.actor.account_id,
        actor_name=envelope.actor.name,
        detail=detail,
        words=words.strip()[:WORDS_MAX],
    )


def _receipt(voice: Voice, *, code: str = "") -> Receipt:
    return Receipt(
        number=voice.number,
        version=voice.version,
        state=voice.state,
        outcome="",
        step="",
        due_on=voice.due_on.isoformat(),
        query_code=code,
    )


def fire_voice_rungs(now: datetime) -> int:
    """Remind of voices whose warning or limit has come; once each, safe to repeat."""
    today = now.astimezone(CHINA).date()
    waiting = Voice.objects.filter(answered_on=None, warn_on__lte=today)
    order = waiting.order_by("due_on", "pk").values_list("pk", flat=True)
    return sum(_fire(pk, now) for pk in list(order[:SWEPT_MAX]))


@transaction.atomic
def _fire(voice_id: int, now: datetime) -> int:
    voice = Voice.objects.select_for_update().get(pk=voice_id)
    if voice.state != VoiceState.OPEN.value:
        return 0
    today = now.astimezone(CHINA).date()
    due = {
        Rung.WARN.value: today >= voice.warn_on,
        Rung.DUE.value: today >= voice.due_on,
        Rung.OVERDUE.value: today > voice.due_on,
    }
    fired = _fired(voice)
    reached = [rung for rung, is_due in due.items() if is_due and rung not in fired]
    for rung in reached:
        voice.version += 1
        voice.save(update_fields=["version"])
        VoiceEvent.objects.create(
            voice=voice,
            seq=voice.version,
            move=VoiceMove.RUNG.value,
            at=now,
            actor_name=SYSTEM.name,
            detail=rung,
        )
    return len(reached)


def _fired(voice: Voice) -> frozenset[str]:
    """Return the rungs of the present round: those after it was last reopened."""
    fired: frozenset[str] = frozenset()
    for event in voice.events.order_by("seq"):
        if event.move == VoiceMove.REOPENED.value:
            fired = frozenset()
        elif event.move == VoiceMove.RUNG.value:
            fired |= {event.detail}
    return fired
