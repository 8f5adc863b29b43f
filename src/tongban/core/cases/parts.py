"""Parts of a case: materials supplied, notices, opinions, publicity."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tongban.core.json_values import JsonObject, flag_of, objects_of, text_of


class Proof(StrEnum):
    """How a material was supplied."""

    NONE = "none"
    FILE = "file"
    PAPER = "paper"
    IDENTITY = "identity"
    FORM = "form"
    PLEDGE = "pledge"
    SHARED = "shared"


class Fault(StrEnum):
    """What may be wrong with a material."""

    MISSING = "missing"
    WRONG = "wrong"
    OUTDATED = "outdated"


@dataclass(frozen=True, slots=True)
class Supplied:
    """One material as it lies in the case; ``seq`` is the event that brought it."""

    material: str
    proof: Proof
    seq: int
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing to put right: material or form field, fault, and the cure."""

    subject: str
    fault: Fault
    cure: str
    pledge_allowed: bool


@dataclass(frozen=True, slots=True)
class Notice:
    """A one-time notice (一次性告知) as it was sent."""

    seq: int
    sent_on: date
    lacks: tuple[Lack, ...]
    answered_on: date | None = None


@dataclass(frozen=True, slots=True)
class Opinion:
    """A question to another desk with its own limit in working days."""

    id: str
    desk: str
    question: str
    asked_on: date
    due_on: date
    given_on: date | None = None


@dataclass(frozen=True, slots=True)
class Publicity:
    """Days a result hangs out (结果公示); signing is free from ``sign_from``."""

    posted_on: date
    first_on: date
    last_on: date
    sign_from: date


def lacks_of(data: JsonObject) -> tuple[Lack, ...]:
    """Read the lacks written in a notice event."""
    return tuple(
        Lack(
            subject=text_of(entry, "subject"),
            fault=Fault(text_of(entry, "fault")),
            cure=text_of(entry, "cure"),
            pledge_allowed=flag_of(entry, "pledge_allowed"),
        )
        for entry in objects_of(data, "lacks")
    )
