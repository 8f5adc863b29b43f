"""How many visitors show their credential at each step (扫码率), and where fewest."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from tongban.core.credentials.purposes import PROVIDER_PURPOSES, Purpose
from tongban.core.figures.counting import share

# What every visit passes through: only these can be called broken.
EVERY_VISIT: Final = (Purpose.REGISTER, Purpose.VISIT, Purpose.SETTLE)


@dataclass(frozen=True, slots=True)
class ScanLine:
    """One place: its visitors by day, those of each step, the share of each.

    ``lowest`` is the step of every visit at which fewest scan; nothing when all
    scan everywhere, or the place has no such steps.
    """

    place: str
    visitors: int
    steps: Mapping[Purpose, int]

    def share_of(self, step: Purpose) -> int | None:
        """Return the share of the place's visitors who scan there, basis points."""
        return share(self.steps.get(step, 0), self.visitors)

    @property
    def is_hospital(self) -> bool:
        """Say whether visits pass through steps here: pharmacies have one."""
        return any(self.steps.get(step) for step in EVERY_VISIT)

    @property
    def lowest(self) -> Purpose | None:
        """The step of every visit with the lowest share, when it is below all."""
        if not self.is_hospital:
            return None
        step = min(EVERY_VISIT, key=lambda one: self.steps.get(one, 0))
        return step if self.steps.get(step, 0) < self.visitors else None


def scan_lines(
    visitors: Mapping[str, int], steps: Mapping[tuple[str, str], int]
) -> tuple[ScanLine, ...]:
    """Return a line for each place, the busiest first."""
    lines = [
        ScanLine(
            place,
            count,
            {
                one: steps[place, one.value]
                for one in Purpose
                if (place, one.value) in steps
            },
        )
        for place, count in visitors.items()
    ]
    return tuple(sorted(lines, key=lambda line: (-line.visitors, line.place)))


def shown_steps(line: ScanLine) -> tuple[Purpose, ...]:
    """Return the steps of a hospital, or the one or two other places have."""
    if line.is_hospital:
        return tuple(one for one in PROVIDER_PURPOSES if one is not Purpose.PHARMACY)
    return tuple(line.steps)
