"""Staff who tell people: the calls to make, the papers to post, what came of them."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final, TypeVar

from django.db import transaction

from tongban.core.access.rights import Act, check_may
from tongban.core.notices.delivery import allowed_from
from tongban.core.notices.moments import BY_STAFF, Way
from tongban.core.notices.proof import StepKind
from tongban.core.refusals import Refusal
from tongban.records.notices.models import Delivery, Message
from tongban.services.cases.envelope import CHINA, Envelope
from tongban.services.notices.book import notice_book
from tongban.services.notices.following import try_next_way
from tongban.services.notices.planning import (
    delivery_for,
    locked_messages,
    wording_of,
)
from tongban.services.notices.proof import NewStep, write_steps

Kind = TypeVar("Kind", bound=StrEnum)
WORDS_CHARACTERS_MAX: Final = 300
TRACKING_CHARACTERS_MAX: Final = 40


class CallResult(StrEnum):
    """What came of a call."""

    REACHED = "reached"
    NO_ANSWER = "no_answer"
    WRONG_NUMBER = "wrong_number"


CALL_RESULT_WORDS: Final = {
    CallResult.REACHED: "已告知本人",
    CallResult.NO_ANSWER: "无人接听",
    CallResult.WRONG_NUMBER: "号码不对",
}


class PostResult(StrEnum):
    """What became of a paper that is posted."""

    POSTED = "posted"
    SIGNED = "signed"
    RETURNED = "returned"


POST_RESULT_WORDS: Final = {
    PostResult.POSTED: "已寄出",
    PostResult.SIGNED: "已签收",
    PostResult.RETURNED: "被退回",
}


class DeliveryUnknown(Refusal):
    """No open task of this number is within reach."""

    code = "notices.delivery.unknown"

    def __init__(self) -> None:
        super().__init__("No such delivery is open within reach.")


class ChangedMeanwhile(Refusal):
    """Somebody else worked on it since the page was drawn."""

    code = "notices.changed_meanwhile"

    def __init__(self) -> None:
        super().__init__("The delivery has another version now.")


class CallResultUnknown(Refusal):
    """A call or a posting ends in one of the known ways."""

    code = "notices.call_result_unknown"

    def __init__(self) -> None:
        super().__init__("Choose what came of it.")


class TrackingMissing(Refusal):
    """A paper that was posted has a tracking number."""

    code = "notices.tracking_missing"

    def __init__(self) -> None:
        super().__init__("Name the tracking number.")


class NotFailed(Refusal):
    """Only what failed is sent again."""

    code = "notices.not_failed"

    def __init__(self) -> None:
        super().__init__("The delivery has not failed.")


class NoPhone(Refusal):
    """Nobody can be sent a short message without a phone."""

    code = "notices.no_phone"

    def __init__(self) -> None:
        super().__init__("The party has no phone.")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a member of staff notes about a call or a posting."""

    result: str
    words: str = ""
    tracking: str = ""


@transaction.atomic
def note_outcome(envelope: Envelope, *, delivery_id: int, outcome: Outcome) -> None:
    """Note what came of a call or a posting; the next way opens when it failed.

    The same note again changes nothing; another's in between is refused.
    """
    delivery, message = _locked(envelope, delivery_id)
    if Way(delivery.way) not in BY_STAFF:
        raise DeliveryUnknown
    if _same_again(delivery, outcome):
        return
    if envelope.version is not None and envelope.version != delivery.version:
        raise ChangedMeanwhile
    if delivery.state in (Delivery.State.DELIVERED, Delivery.State.FAILED):
        raise DeliveryUnknown
    note = _note_call if delivery.way == Way.CALL.value else _note_post
    step = note(delivery, envelope, outcome)
    delivery.words = outcome.words.strip()[:WORDS_CHARACTERS_MAX]
    delivery.version += 1
    delivery.save()
    write_steps([(message, step)])
    if delivery.state == Delivery.State.DELIVERED and message.delivered_at is None:
        message.delivered_at = envelope.now
        message.save(update_fields=["delivered_at"])
    if delivery.state == Delivery.State.FAILED:
        try_next_way(message, now=envelope.now, book=notice_book())


@transaction.atomic
def send_again(envelope: Envelope, *, delivery_id: int) -> None:
    """Send a failed message again on the same way, to the phone known today.

    Twice is once: while the new one is under way nothing more is sent.
    """
    delivery, message = _locked(envelope, delivery_id)
    open_states = (Delivery.State.WAITING, Delivery.State.HANDED_OVER)
    same_way = message.deliveries.filter(way=delivery.way)
    if same_way.filter(state__in=open_states, turn__gt=delivery.turn).exists():
        return
    if delivery.state != Delivery.State.FAILED:
        raise NotFailed
    book = notice_book()
    wording = wording_of(message, book)
    if wording is None or (delivery.way != Way.POST.value and not message.party.phone):
        raise NoPhone
    again = delivery_for(
        message, Way(delivery.way), wording=wording, book=book, now=envelope.now
    )
    again.turn = same_way.count() + 1
    again.save()
    actor = envelope.actor.account_id
    step = NewStep(StepKind.SENT_AGAIN, envelope.now, way=delivery.way, actor_id=actor)
    write_steps([(message, step)])


def _locked(envelope: Envelope, delivery_id: int) -> tuple[Delivery, Message]:
    delivery = Delivery.objects.select_for_update().filter(pk=delivery_id).first()
    if delivery is None:
        raise DeliveryUnknown
    check_may(envelope.actor, Act.NOTIFY, office_path=delivery.office_path)
    return delivery, locked_messages([delivery.message_id])[delivery.message_id]


def _same_again(delivery: Delivery, outcome: Outcome) -> bool:
    """Say whether this outcome ended the delivery already."""
    ended = delivery.state in (Delivery.State.DELIVERED, Delivery.State.FAILED)
    return ended and delivery.reason == outcome.result


def _note_call(delivery: Delivery, envelope: Envelope, outcome: Outcome) -> NewStep:
    result = _known(CallResult, outcome.result)
    rules = notice_book().rules
    delivery.tries += 1
    delivery.reason = result.value
    if result is CallResult.REACHED:
        delivery.state = Delivery.State.DELIVERED
    elif result is CallResult.WRONG_NUMBER or delivery.tries >= rules.call_tries_max:
        delivery.state = Delivery.State.FAILED
    else:
        later = envelope.now + timedelta(hours=rules.call_again_hours)
        delivery.not_before = allowed_from(rules, later.astimezone(CHINA), urgent=False)
    _end(delivery, envelope)
    return _step(StepKind.CALLED, delivery, envelope, result.value)


def _note_post(delivery: Delivery, envelope: Envelope, outcome: Outcome) -> NewStep:
    result = _known(PostResult, outcome.result)
    tracking = outcome.tracking.strip()[:TRACKING_CHARACTERS_MAX]
    delivery.reason = result.value
    if result is PostResult.POSTED:
        if not tracking:
            raise TrackingMissing
        delivery.state = Delivery.State.HANDED_OVER
        delivery.reference = tracking
        delivery.handed_at = envelope.now
        return _step(StepKind.POSTED, delivery, envelope, tracking)
    signed = result is PostResult.SIGNED
    delivery.state = Delivery.State.DELIVERED if signed else Delivery.State.FAILED
    _end(delivery, envelope)
    kind = StepKind.DELIVERED if signed else StepKind.FAILED
    return _step(kind, delivery, envelope, result.value)


def _end(delivery: Delivery, envelope: Envelope) -> None:
    if delivery.state in (Delivery.State.DELIVERED, Delivery.State.FAILED):
        delivery.ended_at = envelope.now
        delivery.followed = True


def _step(
    kind: StepKind, delivery: Delivery, envelope: Envelope, detail: str
) -> NewStep:
    return NewStep(
        kind,
        envelope.now,
        way=delivery.way,
        detail=detail,
        actor_id=envelope.actor.account_id,
    )


def _known(kind: type[Kind], said: str) -> Kind:
    try:
        return kind(said)
    except ValueError as fault:
        raise CallResultUnknown from fault
