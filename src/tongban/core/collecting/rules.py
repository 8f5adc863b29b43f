"""Parameters of collecting results."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CollectingRules:
    """Calendar days after which somebody looks: not fetched, and not moving."""

    remind_days: int
    silent_days: int
