"""One measured value, beside what it is measured against."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from statistics import median
from time import perf_counter

Entry = dict[str, float | str | None]


@dataclass(frozen=True, slots=True)
class Measure:
    """A value with its unit; ``floor`` is what it stands beside in the same run.

    ``ratio`` is value through floor; a measure without a floor has neither.
    """

    value: float
    unit: str
    floor: float | None = None
    ratio: float | None = None

    @classmethod
    def beside(cls, value: float, floor: float, unit: str) -> "Measure":
        """Return a value with the floor of the same run and their ratio."""
        return cls(value, unit, floor, value / floor)

    def as_json(self) -> Entry:
        """Return the entry of the results file, rounded to what is meaningful."""
        return {
            name: round(value, 3) if isinstance(value, float) else value
            for name, value in asdict(self).items()
        }


class Watch:
    """Takes times in seconds and tells the median."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    @contextmanager
    def timing(self) -> Iterator[None]:
        """Time one block."""
        began = perf_counter()
        yield
        self.seconds.append(perf_counter() - began)

    @property
    def median(self) -> float:
        """Return the median of all times taken."""
        return median(self.seconds)
