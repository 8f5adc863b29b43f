"""The proof of service: what became of a message, step by step, chained by hashes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

from tongban.core.cases.events import digest
from tongban.core.json_values import canonical

FIRST_HASH: Final = ""


class StepKind(StrEnum):
    """Everything that can become of a message."""

    CREATED = "created"
    PLANNED = "planned"
    HANDED_OVER = "handed_over"
    DELIVERED = "delivered"
    FAILED = "failed"
    NO_RECEIPT = "no_receipt"
    CALLED = "called"
    POSTED = "posted"
    OPENED = "opened"
    CONFIRMED = "confirmed"
    SENT_AGAIN = "sent_again"


STEP_WORDS: Final[Mapping[StepKind, str]] = {
    StepKind.CREATED: "生成",
    StepKind.PLANNED: "安排发送",
    StepKind.HANDED_OVER: "交给运营商",
    StepKind.DELIVERED: "送达",
    StepKind.FAILED: "未送达",
    StepKind.NO_RECEIPT: "逾时没有回执",
    StepKind.CALLED: "人工电话",
    StepKind.POSTED: "寄出",
    StepKind.OPENED: "本人打开",
    StepKind.CONFIRMED: "本人回复确认",
    StepKind.SENT_AGAIN: "再次发送",
}


@dataclass(frozen=True, slots=True)
class ServiceStep:
    """One step; ``detail`` never holds personal data.

    The first step's detail is the digest of the words, so that they cannot be
    changed afterwards either.
    """

    message_id: int
    seq: int
    kind: StepKind
    at: datetime
    way: str = ""
    detail: str = ""
    actor_id: int | None = None


@dataclass(frozen=True, slots=True)
class SealedStep:
    """A step with its place in the chain."""

    step: ServiceStep
    prev_hash: str
    hash: str


def words_digest(text: str, *, algorithm: str) -> str:
    """Return the digest of the words of a message."""
    return digest(algorithm)(text.encode())


def hash_of(step: ServiceStep, *, prev_hash: str, algorithm: str) -> str:
    """Return the hash a step ought to carry (hex)."""
    content = canonical(
        {
            "message": step.message_id,
            "seq": step.seq,
            "kind": step.kind.value,
            "at": step.at.astimezone(UTC).isoformat(),
            "way": step.way,
            "detail": step.detail,
            "actor": step.actor_id,
            "prev": prev_hash,
        }
    )
    return digest(algorithm)(content.encode())


def chain_up(
    steps: Iterable[ServiceStep], *, prev_hash: str, algorithm: str
) -> tuple[SealedStep, ...]:
    """Return the steps sealed one after another, behind an earlier hash."""
    sealed = []
    for step in steps:
        own = hash_of(step, prev_hash=prev_hash, algorithm=algorithm)
        sealed.append(SealedStep(step, prev_hash, own))
        prev_hash = own
    return tuple(sealed)


def faults_of(
    sealed: Iterable[SealedStep], *, text: str, algorithm: str
) -> tuple[str, ...]:
    """Return what is wrong with a message's chain; empty when it is whole."""
    faults = []
    prev, expected = FIRST_HASH, 1
    for one in sealed:
        step = one.step
        if step.seq != expected:
            faults.append(f"expected step {expected}, found {step.seq}")
        if one.prev_hash != prev:
            faults.append(f"step {step.seq} does not follow the step before")
        if hash_of(step, prev_hash=one.prev_hash, algorithm=algorithm) != one.hash:
            faults.append(f"step {step.seq} does not match its hash")
        if step.kind is StepKind.CREATED and step.detail != words_digest(
            text, algorithm=algorithm
        ):
            faults.append("the words are not the ones first written")
        prev, expected = one.hash, step.seq + 1
    return tuple(faults)
