"""Parameters of credentials: lives of codes, tries, ages, thresholds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CodeRules:
    """How long a code serves, how often it changes, how far clocks may differ."""

    life_seconds: int
    rotate_seconds: int
    skew_seconds: int


@dataclass(frozen=True, slots=True)
class PhoneCheckRules:
    """The code sent to a phone: its life, its tries, and how often it is sent."""

    minutes: int
    tries_max: int
    resend_seconds: int
    per_day_max: int


@dataclass(frozen=True, slots=True)
class FaceRules:
    """How near two faces must be: distances in thousandths of the engine's unit."""

    distance_max: int
    tries_max: int
    lock_minutes: int


@dataclass(frozen=True, slots=True)
class CredentialRules:
    """All parameters of one version; ``adult_age`` ends a guardian's rights."""

    code: CodeRules
    phone: PhoneCheckRules
    face: FaceRules
    adult_age: int
