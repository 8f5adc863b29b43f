"""What a reader without a network needs: public keys and the life of a code."""

from dataclasses import dataclass
from datetime import date

from tongban.gateways.code_signing import code_keys
from tongban.services.credentials.rules import credential_rules


@dataclass(frozen=True, slots=True)
class CodeKey:
    """One public key and the mark by which codes name it (hex)."""

    mark: str
    key: str


@dataclass(frozen=True, slots=True)
class CodeKeys:
    """The keys in use, and for how long a code serves."""

    keys: tuple[CodeKey, ...]
    life_seconds: int
    skew_seconds: int


def published_keys(today: date) -> CodeKeys:
    """Return the keys that prove codes today and the parameters of the day."""
    rules = credential_rules(today).code
    return CodeKeys(
        keys=tuple(CodeKey(mark.hex(), key) for mark, key in code_keys().items()),
        life_seconds=rules.life_seconds,
        skew_seconds=rules.skew_seconds,
    )
