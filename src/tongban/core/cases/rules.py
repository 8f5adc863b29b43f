"""Parameters of handling that notices fix or leave open, as dated values."""

from collections.abc import Mapping
from dataclasses import dataclass

from tongban.core.items.catalogue import Citation


@dataclass(frozen=True, slots=True)
class RefusalReason:
    """One published reason not to accept (不予受理情形).

    ``items`` empty means the reason may be used for every item.
    """

    code: str
    text: str
    clause: Citation
    remedy: str
    items: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Extension:
    """How far the basis of an item lets its limit be extended (working days)."""

    working_days: int
    clause: Citation


@dataclass(frozen=True, slots=True)
class CaseRules:
    """The parameters the case engine runs on; days are working days."""

    notice_stops_clock: bool
    deemed_acceptance_days: int
    pledge_check_days: int
    opinion_days_max: int
    instant_same_person: frozenset[str]
    reasons: Mapping[str, RefusalReason]
    extensions: Mapping[str, Extension]
    distinct_by: Mapping[str, tuple[str, ...]]
    city_items: frozenset[str]
    draft_days: int
    mandate_days_max: int
