"""What somebody does about messages that stuck: send again, give up, apply again."""

from typing import Final

from django.db import transaction

from tongban.core.access.rights import Act, check_may
from tongban.core.exchange.kinds import (
    DEAD_LETTERS,
    InState,
    MendingAct,
    MessageKind,
    OutState,
)
from tongban.core.refusals import Refusal
from tongban.records.exchange.models import (
    MENDING_WORDS_MAX,
    Inbound,
    Mending,
    Outgoing,
)
from tongban.services.cases.envelope import Envelope
from tongban.services.desk.queries import office_region
from tongban.services.exchange.rules import peer_named
from tongban.services.exchange.sending import send, wake

_HELD: Final = frozenset({OutState.WAITING.value, *(one.value for one in DEAD_LETTERS)})


class MessageUnknown(Refusal):
    """No message of this number is within reach."""

    code = "exchange.message_unknown"

    def __init__(self) -> None:
        super().__init__("No such message.")


class NotStuck(Refusal):
    """The message arrived, was given up, or goes on by itself."""

    code = "exchange.not_stuck"

    def __init__(self) -> None:
        super().__init__("Nothing is to be done about it.")


class PeerUnknown(Refusal):
    """Nobody of this code is connected."""

    code = "exchange.peer_unknown"

    def __init__(self) -> None:
        super().__init__("No such peer.")


class ReasonMissing(Refusal):
    """Who gives a message up says why."""

    code = "exchange.reason_missing"

    def __init__(self) -> None:
        super().__init__("Say why.", most=MENDING_WORDS_MAX)


@transaction.atomic
def resend(envelope: Envelope, *, message: int, words: str = "") -> None:
    """Send a message that was not delivered once more from the first wait on.

    Refuses one that arrived, that the other side refused, or that was given up.
    """
    row = _outgoing(envelope, message)
    if not _kept(envelope, MendingAct.RESENT, words, outgoing=row):
        return
    if row.state not in {OutState.DEAD.value, OutState.WAITING.value}:
        raise NotStuck
    Outgoing.objects.filter(pk=row.pk).update(
        state=OutState.WAITING.value, next_at=None, tries=0, code=""
    )
    transaction.on_commit(wake)


@transaction.atomic
def give_up(envelope: Envelope, *, message: int, words: str) -> int:
    """Give up a message and those of its subject behind it; return how many.

    Later ones could never be applied: their place comes after one that is
    missing. Somebody has to settle the matter with the other side.
    """
    if not 0 < len(words.strip()) <= MENDING_WORDS_MAX:
        raise ReasonMissing
    row = _outgoing(envelope, message)
    if not _kept(envelope, MendingAct.STOPPED, words.strip(), outgoing=row):
        return 0
    if row.state not in _HELD:
        raise NotStuck
    held = Outgoing.objects.filter(
        peer=row.peer, subject=row.subject, pk__gte=row.pk, state__in=sorted(_HELD)
    )
    return held.update(state=OutState.STOPPED.value, next_at=None)


@transaction.atomic
def apply_again(envelope: Envelope, *, message: int, words: str = "") -> None:
    """Let a message whose handling failed be applied again."""
    check_may(envelope.actor, Act.DISTRIBUTE)
    row = Inbound.objects.filter(pk=message).first()
    if row is None:
        raise MessageUnknown
    if not _kept(envelope, MendingAct.APPLIED_AGAIN, words, inbound=row):
        return
    if row.state != InState.FAILED.value:
        raise NotStuck
    Inbound.objects.filter(pk=row.pk).update(
        state=InState.STORED.value, next_at=None, tries=0, code=""
    )
    transaction.on_commit(wake)


@transaction.atomic
def ping(envelope: Envelope, *, peer: str) -> None:
    """Send a message that asks for nothing, to see whether it arrives."""
    check_may(envelope.actor, Act.DISTRIBUTE)
    found = peer_named(peer)
    if found is None:
        raise PeerUnknown
    send(
        MessageKind.PING,
        to_region=found.regions[0],
        from_region=office_region(envelope.actor.office_code),
        subject=f"ping {envelope.key}",
        body={},
        at=envelope.now,
    )


def _outgoing(envelope: Envelope, message: int) -> Outgoing:
    check_may(envelope.actor, Act.DISTRIBUTE)
    row = Outgoing.objects.filter(pk=message).first()
    if row is None:
        raise MessageUnknown
    return row


def _kept(
    envelope: Envelope,
    act: MendingAct,
    words: str,
    *,
    outgoing: Outgoing | None = None,
    inbound: Inbound | None = None,
) -> bool:
    """Keep who did what and why; say whether this was the first time."""
    _, first = Mending.objects.get_or_create(
        request_key=envelope.key,
        defaults={
            "outgoing": outgoing,
            "inbound": inbound,
            "act": act.value,
            "words": words[:MENDING_WORDS_MAX],
            "by_id": envelope.actor.account_id,
            "at": envelope.now,
        },
    )
    return first
