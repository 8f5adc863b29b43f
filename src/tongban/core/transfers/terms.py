"""What is laid down about transfers: days of each side, continuity, objection."""

from collections.abc import Mapping
from dataclasses import dataclass

from tongban.core.refusals import Refusal
from tongban.core.transfers.stages import Side


class NoTransferTerms(Refusal):
    """Nothing is laid down about transfers for this area."""

    code = "transfers.no_terms"

    def __init__(self, region: str) -> None:
        super().__init__(f"No terms for {region}.", region=region)


@dataclass(frozen=True, slots=True)
class ContinuityTerms:
    """Months and years of the measures; waits are the area's own, in months."""

    gap_months_max: int
    straight_years_min: int
    waiting_months: int
    switch_waiting_months: int
    verified: bool


@dataclass(frozen=True, slots=True)
class SheetTerms:
    """Within how many working days the table must arrive, and when to warn."""

    days: int
    alarm_day: int
    verified: bool


@dataclass(frozen=True, slots=True)
class AutomaticTerms:
    """Transfers without application (SD20 9): whether, and how long to object.

    ``objection_days`` are working days after the person was told.
    """

    on: bool
    objection_days: int
    verified: bool


@dataclass(frozen=True, slots=True)
class TransferTerms:
    """Terms of one area. ``leg_days`` are working days of a side by route.

    A route whose split between the sides is not published has no entry: only
    the limit of the whole then runs.
    """

    region: str
    leg_days: Mapping[str, Mapping[Side, int]]
    sheet: SheetTerms
    continuity: ContinuityTerms
    automatic: AutomaticTerms

    def days_of(self, route: str, side: Side) -> int | None:
        """Return the working days of a side on a route; nothing when not printed."""
        return self.leg_days.get(route, {}).get(side)
