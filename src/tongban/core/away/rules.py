"""What is laid down about treatment away from home: figures and choices of an area."""

from dataclasses import dataclass
from enum import StrEnum

from tongban.core.refusals import Refusal


class NoAwayRules(Refusal):
    """Nothing is laid down about treatment away from home for this area."""

    code = "away.no_rules"

    def __init__(self, region: str) -> None:
        super().__init__(f"No rules for {region}.", region=region)


class LockFrom(StrEnum):
    """From which day the lock after cost is counted (SD20 5 does not say)."""

    START = "start"
    FIRST_COST = "first_cost"


class Proof(StrEnum):
    """Until when a pledge alone keeps the temporary rate at home (SD20 8)."""

    ALWAYS = "always"
    WITHIN_LOCK = "within_lock"


@dataclass(frozen=True, slots=True)
class AwayRules:
    """Rules of one area.

    ``look_back_days`` are calendar days a long-term filing may start before it
    is handed in (SD20 6); ``lock_months`` calendar months (SD20 5).
    """

    region: str
    look_back_days: int
    lock_months: int
    lock_from: LockFrom
    filing_in_province: bool
    emergency_counts: bool
    proof: Proof
    verified: bool
