"""How many people are invented, from which seed, as of which day."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from tongban.core.refusals import Refusal

PERSONS_MAX: Final = 10_000_000
MONTHS_MAX: Final = 120


class TooManyPersons(Refusal):
    """There are not enough invented numbers for so many people."""

    code = "population.too_many"

    def __init__(self, persons: int) -> None:
        super().__init__(f"{persons} persons.", persons=persons, most=PERSONS_MAX)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked for; the same plan gives the same people everywhere."""

    persons: int
    seed: int
    on: date
    months: int = 24

    def __post_init__(self) -> None:
        if not 1 <= self.persons <= PERSONS_MAX:
            raise TooManyPersons(self.persons)
        if not 1 <= self.months <= MONTHS_MAX:
            raise ValueError(f"From 1 to {MONTHS_MAX} months, not {self.months}.")
