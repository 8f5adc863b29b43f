"""The chain of looks at personal data (查阅留痕), one chain for each office."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from tongban.core.cases.events import digest
from tongban.core.json_values import canonical

FIRST_HASH: Final = ""
FIRST_SEQ: Final = 1


@dataclass(frozen=True, slots=True)
class Look:
    """One look of a member of staff at a person, as it is sealed.

    ``at`` is an aware moment; ``office_code`` names the chain.
    """

    office_code: str
    office_path: str
    seq: int
    at: datetime
    account_id: int
    party_id: int
    reason: str
    case_number: str
    prev_hash: str


@dataclass(frozen=True, slots=True)
class SealedLook:
    """A look with the hash and the name of the hashing function it carries."""

    look: Look
    algorithm: str
    hash: str


@dataclass(frozen=True, slots=True)
class BrokenLook:
    """A place in a chain that no longer agrees with its hash or its neighbour."""

    office_code: str
    seq: int
    why: str


def hash_of(look: Look, *, algorithm: str) -> str:
    """Return the hash a look ought to carry (hex); the time counts in UTC."""
    content = canonical(
        {
            "office": look.office_code,
            "path": look.office_path,
            "seq": look.seq,
            "at": look.at.astimezone(UTC).isoformat(),
            "account": look.account_id,
            "party": look.party_id,
            "reason": look.reason,
            "case": look.case_number,
            "prev": look.prev_hash,
        }
    )
    return digest(algorithm)(content.encode())


def find_broken(looks: Iterable[SealedLook]) -> tuple[BrokenLook, ...]:
    """Return every break in the looks of one office, given in order of ``seq``."""
    broken = []
    expected, prev = FIRST_SEQ, FIRST_HASH
    for sealed in looks:
        look = sealed.look
        place = (look.office_code, look.seq)
        if look.seq != expected:
            broken.append(BrokenLook(*place, f"expected entry {expected}"))
        if look.prev_hash != prev:
            broken.append(BrokenLook(*place, "does not follow the entry before"))
        if hash_of(look, algorithm=sealed.algorithm) != sealed.hash:
            broken.append(BrokenLook(*place, "content does not match its hash"))
        expected, prev = look.seq + 1, sealed.hash
    return tuple(broken)
