"""The proof of service of messages: written step by step, shown, verified."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings

from tongban.core.notices.proof import (
    FIRST_HASH,
    SealedStep,
    ServiceStep,
    StepKind,
    chain_up,
    faults_of,
    words_digest,
)
from tongban.records.notices import models as rows
from tongban.records.notices.models import Message

MESSAGES_PER_FETCH: Final = 1_000


@dataclass(frozen=True, slots=True)
class NewStep:
    """What became of a message now; ``detail`` never holds personal data."""

    kind: StepKind
    at: datetime
    way: str = ""
    detail: str = ""
    actor_id: int | None = None


@dataclass(frozen=True, slots=True)
class ProofFault:
    """A message whose chain was changed; ``what`` holds no personal data."""

    message_id: int
    what: str


def write_steps(new: Sequence[tuple[Message, NewStep]]) -> None:
    """Add steps to the chains of messages the caller has locked.

    The first step of a chain, its creation, is written along with the second.
    """
    by_message: dict[int, tuple[Message, list[NewStep]]] = {}
    for message, step in new:
        by_message.setdefault(message.pk, (message, []))[1].append(step)
    latest = {
        row.message_id: row
        for row in rows.ServiceStep.objects.filter(message__in=by_message)
        .order_by("message_id", "-seq")
        .distinct("message_id")
    }
    sealed = [
        one
        for message, steps in by_message.values()
        for one in _sealed(message, steps, latest.get(message.pk))
    ]
    rows.ServiceStep.objects.bulk_create([_row_of(one) for one in sealed])


def _sealed(
    message: Message, new: Sequence[NewStep], last: rows.ServiceStep | None
) -> tuple[SealedStep, ...]:
    algorithm = str(settings.TONGBAN_HASH)
    steps = list(new)
    if last is None:
        detail = words_digest(message.text, algorithm=algorithm)
        steps.insert(0, NewStep(StepKind.CREATED, message.created_at, detail=detail))
    first = 1 if last is None else last.seq + 1
    numbered = [
        ServiceStep(
            message_id=message.pk,
            seq=seq,
            kind=step.kind,
            at=step.at,
            way=step.way,
            detail=step.detail,
            actor_id=step.actor_id,
        )
        for seq, step in enumerate(steps, start=first)
    ]
    prev = FIRST_HASH if last is None else last.hash
    return chain_up(numbered, prev_hash=prev, algorithm=algorithm)


def chain_of(message_id: int) -> tuple[SealedStep, ...]:
    """Return the chain of one message in order."""
    found = rows.ServiceStep.objects.filter(message_id=message_id).order_by("seq")
    return tuple(_step_of(row) for row in found)


def verify_message(message: Message) -> tuple[str, ...]:
    """Return what is wrong with the chain of one message; empty when whole."""
    return faults_of(
        chain_of(message.pk), text=message.text, algorithm=str(settings.TONGBAN_HASH)
    )


def verify_messages() -> Iterator[ProofFault]:
    """Yield every fault in the chains of all messages, for the nightly proof."""
    found = Message.objects.order_by("pk").prefetch_related("steps")
    algorithm = str(settings.TONGBAN_HASH)
    for message in found.iterator(chunk_size=MESSAGES_PER_FETCH):
        chain = sorted(map(_step_of, message.steps.all()), key=lambda one: one.step.seq)
        for what in faults_of(chain, text=message.text, algorithm=algorithm):
            yield ProofFault(message.pk, what)
        if message.planned_at is not None and not chain and message.blanks:
            yield ProofFault(message.pk, "the chain is gone")


def _row_of(one: SealedStep) -> rows.ServiceStep:
    step = one.step
    return rows.ServiceStep(
        message_id=step.message_id,
        seq=step.seq,
        kind=step.kind.value,
        way=step.way,
        at=step.at,
        detail=step.detail,
        actor_id=step.actor_id,
        prev_hash=one.prev_hash,
        hash=one.hash,
    )


def _step_of(row: rows.ServiceStep) -> SealedStep:
    step = ServiceStep(
        message_id=row.message_id,
        seq=row.seq,
        kind=StepKind(row.kind),
        at=row.at,
        way=row.way,
        detail=row.detail,
        actor_id=row.actor_id,
    )
    return SealedStep(step, row.prev_hash, row.hash)
