"""Doing what messages say: each exactly once, those of one subject in order.

A message and what it causes are one transaction. A refusal is final and told
back to the sender; any other fault is tried again and waits for somebody after
some tries.
"""

import logging
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Max, OuterRef, Q, Subquery

from tongban.core.exchange.kinds import InState, MessageKind, OutState
from tongban.core.exchange.peers import SELF
from tongban.core.json_values import text_of, whole_of
from tongban.core.refusals import Refusal
from tongban.gateways.clock import real_now
from tongban.records.exchange.models import Inbound, Outgoing, PeerState
from tongban.services.exchange.handlers import HANDLERS
from tongban.services.exchange.incoming import Incoming
from tongban.services.exchange.rules import exchange_rules
from tongban.services.exchange.sending import send

log = logging.getLogger(__name__)

FAULTS_MAX: Final = 5


def apply_stored(now: datetime) -> int:
    """Apply every message whose turn it is; return how many were."""
    done = 0
    while (pk := _next()) is not None:
        _apply(pk, now)
        done += 1
    return done


def _next() -> int | None:
    """Return the next message whose forerunners of the same subject are done."""
    undone = Inbound.objects.filter(
        peer=OuterRef("peer"),
        subject=OuterRef("subject"),
        state__in=[InState.STORED.value, InState.FAILED.value],
    ).order_by("sequence")
    done = (
        Inbound.objects.filter(
            peer=OuterRef("peer"),
            subject=OuterRef("subject"),
            state__in=[InState.APPLIED.value, InState.REFUSED.value],
        )
        .values("subject")
        .annotate(last=Max("sequence"))
        .values("last")
    )
    rows = Inbound.objects.filter(
        Q(next_at=None) | Q(next_at__lte=real_now()),
        state=InState.STORED.value,
        sequence=Subquery(undone.values("sequence")[:1]),
    ).annotate(before=Subquery(done))
    for pk, sequence, before in rows.order_by("pk").values_list(
        "pk", "sequence", "before"
    ):
        if sequence == (before or 0) + 1:
            return int(pk)
    return None


def _apply(pk: int, now: datetime) -> None:
    try:
        with transaction.atomic():
            row = Inbound.objects.select_for_update().get(pk=pk)
            if row.state == InState.STORED.value:
                _handle(row, now)
                _end(row, InState.APPLIED)
    except Refusal as refused:
        _refuse(pk, refused, now)
    except Exception as fault:  # noqa: BLE001 - a fault of one must not stop the others
        _postpone(pk, fault)


def _handle(row: Inbound, now: datetime) -> None:
    kind = MessageKind(row.kind)
    if kind is MessageKind.REFUSED:
        _hear_refusal(row)
        return
    HANDLERS[kind](
        Incoming(
            kind=kind,
            subject=row.subject,
            body=row.body,
            from_region=row.from_region,
            to_region=row.to_region,
            peer=row.peer,
            number=row.number,
            sent_at=row.sent_at,
            received_at=now,
        )
    )


def _end(row: Inbound, state: InState, *, code: str = "") -> None:
    row.state, row.code = state.value, code
    row.applied_at, row.next_at = real_now(), None
    row.save()
    if row.peer != SELF:
        PeerState.objects.bulk_create([PeerState(peer=row.peer)], ignore_conflicts=True)
        PeerState.objects.filter(pk=row.peer).update(
            heard_at=row.stored_at, skew_seconds=row.skew_seconds
        )


@transaction.atomic
def _refuse(pk: int, refused: Refusal, now: datetime) -> None:
    """Keep that a message was refused, and tell its sender the code."""
    row = Inbound.objects.select_for_update().get(pk=pk)
    if row.state != InState.STORED.value:
        return
    _end(row, InState.REFUSED, code=refused.code)
    log.warning("exchange: %s %s refused: %s", row.peer, row.number, refused.code)
    if row.kind == MessageKind.REFUSED.value:
        return
    send(
        MessageKind.REFUSED,
        to_region=row.from_region,
        from_region=row.to_region,
        subject=row.subject,
        body={"number": row.number, "code": refused.code},
        at=now,
    )


def _hear_refusal(row: Inbound) -> None:
    """Mark our own message as one the other side could not carry out."""
    Outgoing.objects.filter(peer=row.peer, number=whole_of(row.body, "number")).update(
        state=OutState.REFUSED.value, code=text_of(row.body, "code")
    )


@transaction.atomic
def _postpone(pk: int, fault: Exception) -> None:
    row = Inbound.objects.select_for_update().get(pk=pk)
    rules = exchange_rules()
    row.tries += 1
    row.code = type(fault).__name__
    row.next_at = real_now() + rules.wait_after(row.tries)
    if row.tries >= FAULTS_MAX:
        row.state, row.next_at = InState.FAILED.value, None
    row.save()
    # What was said may hold personal data: only its place and the fault are told.
    log.error("exchange: %s %s failed: %s", row.peer, row.number, row.code)
