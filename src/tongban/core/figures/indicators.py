"""One entry of the indicator dictionary (指标字典)."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Indicator:
    """What a figure means, who answers for it, and since when it is counted so."""

    code: str
    name: str
    unit: str
    formula: str
    source: str
    owner: str
    since: date
