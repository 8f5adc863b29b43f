"""Staff who answer the replies a machine could not."""

from typing import Final

from django.db import transaction

from tongban.core.access.rights import Act, check_may
from tongban.core.refusals import Refusal
from tongban.records.notices.models import Reply, ReplyAnswer
from tongban.services.cases.envelope import Envelope

ANSWER_CHARACTERS_MAX: Final = 200


class ReplyUnknown(Refusal):
    """No reply of this number is within reach."""

    code = "notices.reply.unknown"

    def __init__(self) -> None:
        super().__init__("No such reply within reach.")


class ReplySettled(Refusal):
    """A colleague answered it first."""

    code = "notices.reply_settled"

    def __init__(self) -> None:
        super().__init__("The reply is settled.")


class AnswerEmpty(Refusal):
    """An answer has words."""

    code = "notices.answer_empty"

    def __init__(self) -> None:
        super().__init__("Write an answer.")


class AnswerTooLong(Refusal):
    """An answer fits into short messages."""

    code = "notices.answer_too_long"

    def __init__(self) -> None:
        most = ANSWER_CHARACTERS_MAX
        super().__init__(f"At most {most} characters.", most=most)


@transaction.atomic
def answer_reply(envelope: Envelope, *, reply_id: int, text: str) -> None:
    """Answer a reply by short message and settle it; the same again is harmless."""
    reply = _open_reply(envelope, reply_id)
    said = text.strip()
    if not said:
        raise AnswerEmpty
    if len(said) > ANSWER_CHARACTERS_MAX:
        raise AnswerTooLong
    earlier = reply.answers.filter(account_id=envelope.actor.account_id).first()
    if reply.settled_at is not None:
        if earlier is not None and earlier.text == said:
            return
        raise ReplySettled
    ReplyAnswer.objects.create(
        reply=reply,
        key=f"answer-{reply.pk}-staff",
        text=said,
        account_id=envelope.actor.account_id,
        created_at=envelope.now,
        not_before=envelope.now,
    )
    _settle(reply, envelope)


@transaction.atomic
def settle_reply(envelope: Envelope, *, reply_id: int) -> None:
    """Settle a reply without words, when it was answered otherwise."""
    reply = _open_reply(envelope, reply_id)
    if reply.settled_at is None:
        _settle(reply, envelope)


def _open_reply(envelope: Envelope, reply_id: int) -> Reply:
    reply = Reply.objects.select_for_update().filter(pk=reply_id).first()
    if reply is None:
        raise ReplyUnknown
    check_may(envelope.actor, Act.NOTIFY, office_path=reply.office_path)
    return reply


def _settle(reply: Reply, envelope: Envelope) -> None:
    reply.settled_at = envelope.now
    reply.settled_by = envelope.actor.account_id
    reply.save(update_fields=["settled_at", "settled_by"])
