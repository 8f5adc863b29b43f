"""Events of a case and the chain of hashes that holds them together."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

from tongban.core.cases.lifecycle import EventKind
from tongban.core.json_values import JsonObject, canonical

FIRST_HASH: Final = ""
HASH_NAMES: Final = ("sha256", "sm3")


@dataclass(frozen=True, slots=True)
class NewEvent:
    """What a decision adds to a case; the shell stamps who, when and where."""

    kind: EventKind
    data: JsonObject


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to a case, written once.

    ``at`` is an aware moment; ``hash`` covers every other field, the case
    number and the hash of the event before.
    """

    seq: int
    kind: EventKind
    at: datetime
    actor_id: int | None
    actor_name: str
    office: str
    channel: str
    data: JsonObject
    prev_hash: str
    hash: str


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who did it, when, where, and through which door."""

    at: datetime
    actor_id: int | None
    actor_name: str
    office: str
    channel: str


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """An event that no longer agrees with its hash or its neighbour."""

    seq: int
    why: str


def digest(algorithm: str) -> Callable[[bytes], str]:
    """Return the hashing function of that name; refuses unknown names."""
    if algorithm not in HASH_NAMES:
        raise ValueError(f"{algorithm!r} is not one of {HASH_NAMES}.")
    return lambda content: hashlib.new(algorithm, content).hexdigest()


def seal(
    new: NewEvent,
    *,
    case_number: str,
    seq: int,
    stamp: Stamp,
    prev_hash: str,
    algorithm: str = "sha256",
) -> Event:
    """Return the event with its place in the chain."""
    unsealed = Event(
        seq=seq,
        kind=new.kind,
        at=stamp.at,
        actor_id=stamp.actor_id,
        actor_name=stamp.actor_name,
        office=stamp.office,
        channel=stamp.channel,
        data=new.data,
        prev_hash=prev_hash,
        hash="",
    )
    own_hash = hash_of(unsealed, case_number=case_number, algorithm=algorithm)
    return replace(unsealed, hash=own_hash)


def hash_of(event: Event, *, case_number: str, algorithm: str) -> str:
    """Return the hash this event ought to carry (hex)."""
    content = canonical(
        {
            "case": case_number,
            "seq": event.seq,
            "kind": event.kind.value,
            "at": event.at.astimezone(UTC).isoformat(),
            "actor": event.actor_id,
            "name": event.actor_name,
            "office": event.office,
            "channel": event.channel,
            "data": event.data,
            "prev": event.prev_hash,
        }
    )
    return digest(algorithm)(content.encode())


def find_broken(
    events: Iterable[Event], *, case_number: str, algorithm: str
) -> tuple[BrokenLink, ...]:
    """Return every event that was changed, removed before, or put elsewhere."""
    broken = []
    expected_seq, prev = 1, FIRST_HASH
    for event in events:
        if event.seq != expected_seq:
            broken.append(BrokenLink(event.seq, f"expected event {expected_seq}"))
        if event.prev_hash != prev:
            broken.append(BrokenLink(event.seq, "does not follow the event before"))
        if hash_of(event, case_number=case_number, algorithm=algorithm) != event.hash:
            broken.append(BrokenLink(event.seq, "content does not match its hash"))
        expected_seq, prev = event.seq + 1, event.hash
    return tuple(broken)
