"""Facts other departments share: their kinds, and what each is about."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class FactKind(StrEnum):
    """What a shared fact tells about a person or an employer."""

    DEATH = "deaths"
    RETIREMENT = "retirements"
    IMPRISONMENT = "imprisonments"
    PAYMENT = "payments"
    IDENTITY = "identities"
    BIRTH = "births"
    BUSINESS = "businesses"
    GAP = "gaps"


class FactState(StrEnum):
    """What became of one row of a feed."""

    NEW = "new"
    KNOWN = "known"
    CORRECTED = "corrected"
    UNREGISTERED = "unregistered"
    FAULTY = "faulty"


FACT_KIND_WORDS: Final[Mapping[FactKind, str]] = {
    FactKind.DEATH: "死亡",
    FactKind.RETIREMENT: "退休",
    FactKind.IMPRISONMENT: "服刑",
    FactKind.PAYMENT: "缴费到账",
    FactKind.IDENTITY: "民政救助身份",
    FactKind.BIRTH: "出生",
    FactKind.BUSINESS: "市场主体登记",
    FactKind.GAP: "断保",
}

# Found by the register itself; no department sends it.
OF_OUR_OWN: Final = frozenset({FactKind.GAP})

# The cells that tell one fact about somebody from another of the same kind: a row
# that differs only elsewhere corrects what was said before.
_ABOUT: Final[Mapping[FactKind, tuple[str, ...]]] = {
    FactKind.IMPRISONMENT: ("happened_on",),
    FactKind.PAYMENT: ("scheme", "period"),
    FactKind.IDENTITY: ("identity", "change", "happened_on"),
    FactKind.BIRTH: ("child_id_number",),
    FactKind.BUSINESS: ("change", "happened_on"),
    FactKind.GAP: ("happened_on",),
}


def about(kind: FactKind, cells: Mapping[str, str]) -> str:
    """Return what a row is about besides whom; the same text is the same fact.

    >>> about(FactKind.PAYMENT, {"scheme": "resident", "period": "2026"})
    'resident 2026'
    """
    return " ".join(cells[code] for code in _ABOUT.get(kind, ()))
