"""People's answers to short messages: three tasks by machine, the rest by staff.

Who answers is known by the phone alone, so a machine acts only when the phone
belongs to the party and nothing is ambiguous; else it asks for the query code.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tongban.core.access.actor import Actor, ActorKind
from tongban.core.cases.lifecycle import State
from tongban.core.items.catalogue import Channel
from tongban.core.json_values import text_of
from tongban.core.notices.blanks import day_words
from tongban.core.notices.proof import StepKind
from tongban.core.notices.replies import (
    REPLY_CHARACTERS_MAX,
    Asked,
    Task,
    understand,
)
from tongban.core.refusals import Refusal
from tongban.records.cases.models import Case
from tongban.records.notices.models import (
    Delivery,
    Inbound,
    Message,
    Reply,
    ReplyAnswer,
    address_mark,
)
from tongban.records.parties.models import Party, phone_mark
from tongban.services.cases.envelope import Envelope
from tongban.services.cases.intake import withdraw_case
from tongban.services.cases.words import state_word
from tongban.services.messages.queries import sentence_of, sentences
from tongban.services.notices.book import notice_book
from tongban.services.notices.planning import city_path
from tongban.services.notices.proof import NewStep, write_steps

PARTIES_PER_PHONE_MAX: Final = 20
CASES_LOOKED_AT_MAX: Final = 50
WRONG_CODES_MAX: Final = 5  # in a day
ANSWERS_PER_PHONE_MAX: Final = 20  # in a day: a machine must not talk to a machine


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said back, and whether a person has to read the reply."""

    code: str
    values: Mapping[str, str]
    case: Case | None = None
    done: bool = False
    for_staff: bool = False
    text: str = ""


def take_reply(note: Inbound, *, now: datetime) -> None:
    """Understand a reply, do what it asks for, and write down the answer."""
    phone = text_of(note.content, "phone")
    text = text_of(note.content, "text")[:REPLY_CHARACTERS_MAX]
    asked = understand(text, notice_book().rules.reply_words)
    parties = _parties_of(phone)
    answer = _answer(asked, parties, key=f"reply-{note.pk}", phone=phone, now=now)
    case = answer.case
    reply = Reply.objects.create(
        inbound=note,
        party=case.party if case is not None else _only(parties),
        case=case,
        office_path=case.office_path if case is not None else city_path(),
        phone=phone,
        phone_index=address_mark(phone),
        text=text,
        task="" if asked is None else asked.task.value,
        done=answer.done,
        for_staff=answer.for_staff,
        received_at=note.received_at,
    )
    if not _talks_too_much(reply, now):
        said = answer.text or sentences()[answer.code].format_map(answer.values)
        _say(reply, said, now=now)


def _say(reply: Reply, text: str, *, now: datetime) -> None:
    ReplyAnswer.objects.create(
        reply=reply,
        key=f"answer-{reply.pk}-1",
        text=text,
        created_at=now,
        not_before=now,
    )


def _talks_too_much(reply: Reply, now: datetime) -> bool:
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    same = Reply.objects.filter(phone_index=reply.phone_index, received_at__gte=today)
    return same.count() > ANSWERS_PER_PHONE_MAX


def _parties_of(phone: str) -> tuple[Party, ...]:
    mark = phone_mark(phone)
    if not mark or not phone:
        return ()
    found = Party.objects.filter(phone_index=mark).order_by("pk")
    return tuple(found[:PARTIES_PER_PHONE_MAX])


def _only(parties: tuple[Party, ...]) -> Party | None:
    return parties[0] if len(parties) == 1 else None


def _answer(
    asked: Asked | None,
    parties: tuple[Party, ...],
    *,
    key: str,
    phone: str,
    now: datetime,
) -> Answer:
    if not parties:
        return Answer("notices.reply.phone_unknown", {}, for_staff=asked is None)
    if asked is None:
        return Answer("notices.reply.to_staff", {}, for_staff=True)
    return _TASKS[asked.task](asked, parties, _Sent(key=key, phone=phone, now=now))


@dataclass(frozen=True, slots=True)
class _Sent:
    """Under which key, from which phone, and when a reply came."""

    key: str
    phone: str
    now: datetime


def _progress(asked: Asked, parties: tuple[Party, ...], _: _Sent) -> Answer:
    found = _cases(parties, code=asked.code, open_only=False)
    if not found:
        code = "no_such_code" if asked.code else "nothing_open"
        return Answer(f"notices.reply.{code}", {})
    if _ambiguous(asked, parties, found):
        return Answer("notices.reply.which_progress", {})
    case = found[0]
    due = day_words(case.due_on)
    open_and_due = case.state != State.CLOSED.value and due
    code = "progress_due" if open_and_due else "progress"
    values = {
        "item": case.item_name,
        "number": case.number,
        "state": state_word(case),
        "due": due,
    }
    return Answer(f"notices.reply.{code}", values, case=case, done=True)


def _confirm(asked: Asked, parties: tuple[Party, ...], sent: _Sent) -> Answer:
    """Note that the newest message to this phone was received by its reader."""
    del asked
    newest = (
        Delivery.objects.filter(
            address_index=address_mark(sent.phone),
            handed_at__isnull=False,
            message__party__in=parties,
        )
        .order_by("-handed_at", "-pk")
        .values_list("message_id", flat=True)
        .first()
    )
    if newest is None:
        return Answer("notices.reply.nothing_to_confirm", {})
    message = Message.objects.select_for_update().get(pk=newest)
    write_steps([(message, NewStep(StepKind.CONFIRMED, sent.now, way="sms"))])
    if message.delivered_at is None:
        message.delivered_at = sent.now
        message.save(update_fields=["delivered_at"])
    return Answer("notices.reply.confirmed", {}, case=message.case, done=True)


def _withdraw(asked: Asked, parties: tuple[Party, ...], sent: _Sent) -> Answer:
    """Take an application back; it needs the query code, whoever holds the phone."""
    if _guessed_too_often(sent):
        return Answer("notices.reply.to_staff", {}, for_staff=True)
    if not asked.code:
        return Answer("notices.reply.withdraw_needs_code", {})
    found = _cases(parties, code=asked.code, open_only=True)
    if len(found) != 1:
        return Answer("notices.reply.no_such_code", {})
    case = found[0]
    actor = Actor(
        kind=ActorKind.CITIZEN,
        account_id=None,
        name=case.party.name,
        party_ids=(case.party_id,),
    )
    envelope = Envelope(actor=actor, now=sent.now, key=sent.key, channel=Channel.OTHER)
    try:
        withdraw_case(envelope, number=case.number, words="短信回复撤回")
    except Refusal as no:
        said = sentence_of(no)
        return Answer(no.code, {}, case=case, for_staff=True, text=said)
    values = {"item": case.item_name, "number": case.number}
    return Answer("notices.reply.withdrawn", values, case=case, done=True)


def _guessed_too_often(sent: _Sent) -> bool:
    """Say whether this phone has sent too many wrong codes today."""
    today = sent.now.replace(hour=0, minute=0, second=0, microsecond=0)
    wrong = Reply.objects.filter(
        phone_index=address_mark(sent.phone),
        task=Task.WITHDRAW.value,
        done=False,
        received_at__gte=today,
    )
    return wrong.count() >= WRONG_CODES_MAX


_TASKS: Final[Mapping[Task, Callable[[Asked, tuple[Party, ...], _Sent], Answer]]] = {
    Task.PROGRESS: _progress,
    Task.CONFIRM: _confirm,
    Task.WITHDRAW: _withdraw,
}


def _ambiguous(asked: Asked, parties: tuple[Party, ...], found: list[Case]) -> bool:
    """Say whether a person would have to ask which case, or whose, is meant."""
    if asked.code:
        return len(found) > 1
    open_cases = [case for case in found if case.state != State.CLOSED.value]
    return len(parties) > 1 or len(open_cases) > 1


def _cases(parties: tuple[Party, ...], *, code: str, open_only: bool) -> list[Case]:
    """Return the cases of these parties, open ones and the newest first."""
    found = Case.objects.select_related("party").filter(party__in=parties)
    if code:
        found = found.filter(query_code=code)
    if open_only:
        found = found.exclude(state=State.CLOSED.value)
    newest = list(found.order_by("-received_at", "-pk")[:CASES_LOOKED_AT_MAX])
    return sorted(newest, key=lambda case: case.state == State.CLOSED.value)
