"""Sending what the outbox holds: numbered, chained, in order, until it arrives.

Every step commits for itself. Killed anywhere, the next round sends the same
bytes with the same number again, and the receiver keeps them once.
"""

import secrets
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Max, OuterRef, Q, Subquery

from tongban.core.exchange.envelope import Envelope, digest_of, signed_text
from tongban.core.exchange.kinds import MessageKind, OutState
from tongban.core.exchange.peers import SELF, Peer
from tongban.core.exchange.rules import PROTOCOLS, common_version
from tongban.core.refusals import Refusal
from tongban.gateways import exchange_http
from tongban.gateways.clock import real_now
from tongban.gateways.exchange_signing import is_signed, sign
from tongban.records.exchange.models import CODE_MAX, Outgoing, PeerState
from tongban.services.exchange.rules import exchange_rules, own_code, peers
from tongban.services.exchange.storing import Delivery, keep

AT_ONCE: Final = 200
JITTER_BP: Final = 10_000
SKEWED: Final = "exchange.clock_skewed"
NOT_COMMON: Final = "exchange.version_unknown"
RECEIPT_FIELDS: Final = ("number", "digest", "state")


def deliver(now: datetime) -> int:
    """Give numbers and send whatever is due to anybody; return how many arrived."""
    return sum(_deliver_to(peer, now) for peer in peers())


def _deliver_to(peer: Peer, now: datetime) -> int:
    give_numbers(peer)
    arrived = 0
    for pk in _due(peer, now):
        if not _send(peer, pk):
            break  # who did not answer this one will not answer the next one either
        arrived += 1
    return arrived


@transaction.atomic
def give_numbers(peer: Peer) -> None:
    """Give every new message its number, its place and its link of the chain."""
    new = Outgoing.objects.filter(peer=peer.code, number=None)
    if not new.exists():
        return
    PeerState.objects.bulk_create([PeerState(peer=peer.code)], ignore_conflicts=True)
    state = PeerState.objects.select_for_update().get(pk=peer.code)
    state.protocol = state.protocol or PROTOCOLS[-1]
    for row in new.select_for_update().order_by("pk")[:AT_ONCE]:
        state.last_number += 1
        row.number, row.previous = state.last_number, state.last_digest
        row.sequence = _next_sequence(row)
        row.protocol = state.protocol
        row.digest = state.last_digest = digest_of(envelope_of_row(row).content)
        row.save()
    state.save()


def envelope_of_row(row: Outgoing) -> Envelope:
    """Return the message a row stands for, always the same bytes."""
    return Envelope(
        protocol=row.protocol,
        sender=own_code(),
        receiver=own_code() if row.peer == SELF else row.peer,
        number=row.number or 0,
        previous=row.previous,
        kind=MessageKind(row.kind),
        subject=row.subject,
        sequence=row.sequence or 0,
        from_region=row.from_region,
        to_region=row.to_region,
        sent_at=row.sent_at,
        body=row.body,
    )


def _next_sequence(row: Outgoing) -> int:
    sent = Outgoing.objects.filter(peer=row.peer, subject=row.subject)
    return 1 + (sent.aggregate(last=Max("sequence"))["last"] or 0)


def _due(peer: Peer, now: datetime) -> Iterator[int]:
    """Yield what is due, in order; a subject waits behind its first unsent message."""
    real = real_now()
    del now
    held = Outgoing.objects.filter(
        peer=peer.code,
        subject=OuterRef("subject"),
        state__in=[OutState.WAITING.value, OutState.DEAD.value],
        sequence__isnull=False,
    ).order_by("sequence")
    while True:
        row = (
            Outgoing.objects.filter(
                Q(next_at=None) | Q(next_at__lte=real),
                peer=peer.code,
                state=OutState.WAITING.value,
                number__isnull=False,
                sequence=Subquery(held.values("sequence")[:1]),
            )
            .order_by("number")
            .values_list("pk", flat=True)
            .first()
        )
        if row is None:
            return
        yield row


@transaction.atomic
def _send(peer: Peer, pk: int) -> bool:
    """Send one message; say whether the receiver has it now.

    The row is locked while it travels: two workers never send one twice at
    once, and a killed one lets go.
    """
    row = (
        Outgoing.objects.select_for_update(skip_locked=True)
        .filter(pk=pk, state=OutState.WAITING.value)
        .first()
    )
    if row is None:
        return False
    if peer.code == SELF:
        keep(_own(row))
        _arrived(row, {"state": "stored"})
        return True
    answer = _post(peer, row)
    if answer.took and _is_receipt(peer, row, answer.said):
        _arrived(row, answer.said)
        _note(peer, reached=True, code="", skew=answer.said.get("skew_seconds"))
        return True
    _failed(row, answer.code if not answer.took else "exchange.receipt_faulty")
    _note(peer, reached=False, code=row.code, skew=answer.said.get("skew_seconds"))
    if answer.code == NOT_COMMON:
        negotiate(peer)
    return False


def negotiate(peer: Peer) -> str:
    """Agree on the newest version both speak; nothing when there is none."""
    try:
        version = common_version(exchange_http.versions(peer.url))
    except Refusal as refused:
        _note(peer, reached=False, code=refused.code, skew=None)
        return ""
    PeerState.objects.filter(pk=peer.code).update(protocol=version)
    return version


def _post(peer: Peer, row: Outgoing) -> exchange_http.Answer:
    content = envelope_of_row(row).content
    moment = str(int(real_now().timestamp()))
    return exchange_http.post(
        peer.url,
        content,
        sender=own_code(),
        moment=moment,
        signed=sign(signed_text(content, receiver=peer.code, moment=moment)),
    )


def _is_receipt(peer: Peer, row: Outgoing, said: dict[str, object]) -> bool:
    """Say whether the receiver has signed that it keeps exactly this message."""
    told = (said.get("number"), said.get("digest"))
    text = receipt_text(row.number or 0, row.digest, receiver=own_code())
    signature = str(said.get("signature", ""))
    return told == (row.number, row.digest) and is_signed(
        text, signature, public=peer.public_key
    )


def receipt_text(number: int, digest: str, *, receiver: str) -> str:
    """Return what a receipt signs: for whom, which number, which bytes."""
    return f"tongban exchange receipt\n{receiver}\n{number}\n{digest}"


def _own(row: Outgoing) -> Delivery:
    return Delivery(envelope=envelope_of_row(row), peer=SELF, signature="", skew=0)


def _arrived(row: Outgoing, said: dict[str, object]) -> None:
    row.state, row.code = OutState.DELIVERED.value, ""
    row.answered_at, row.next_at = real_now(), None
    row.receipt = {name: value for name, value in said.items() if name != "skew"}
    row.tries += 1
    row.save()


def _failed(row: Outgoing, code: str) -> None:
    rules = exchange_rules()
    row.tries, row.code = row.tries + 1, code[:CODE_MAX]
    jitter = secrets.randbelow(JITTER_BP)
    row.next_at = real_now() + rules.wait_after(row.tries, jitter_bp=jitter)
    if row.tries >= rules.tries_max:
        row.state, row.next_at = OutState.DEAD.value, None
    row.save()


def _note(peer: Peer, *, reached: bool, code: str, skew: object) -> None:
    known = PeerState.objects.filter(pk=peer.code)
    if reached:
        known.update(reached_at=real_now(), failure="", failed_at=None)
    else:
        known.update(failed_at=real_now(), failure=code)
    if isinstance(skew, int):
        known.update(skew_seconds=skew)
