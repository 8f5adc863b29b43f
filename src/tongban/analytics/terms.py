"""All plans of one region and day as tables, and who falls into which cell."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from tongban.analytics.codes import CODES_MAX, KINDS, SCHEMES, Codes
from tongban.analytics.tables import (
    NotOnArrays,
    PlanTable,
    Profiles,
    layers_in_force,
    plan_table,
)
from tongban.core.access.parties import Scheme
from tongban.core.benefits.terms import NoBenefits, Plan, RegionBenefits
from tongban.core.benefits.vocabulary import CareKind

NO_PLAN = -1
Combination = tuple[Scheme, CareKind, str]


@dataclass(frozen=True, slots=True)
class TermTables:
    """The terms of a day for a population's codes.

    ``choice`` is the number of a plan by scheme, kind and disease, or ``NO_PLAN``;
    ``profile`` the number of a profile by scheme and mask of entitlements;
    ``withheld`` the profile of those for whom no layer pays.
    """

    region: str
    day: date
    codes: Codes
    plans: tuple[PlanTable, ...]
    choice: NDArray[np.int16]
    profile: NDArray[np.int64]
    withheld: int
    uses_years: bool

    @property
    def purse_codes(self) -> tuple[str, ...]:
        """The codes of all purses, each once."""
        named = (layer.code for plan in self.plans for layer in plan.layers)
        return tuple(dict.fromkeys(named))


def compile_terms(benefits: RegionBenefits, day: date, codes: Codes) -> TermTables:
    """Return the terms of a region and day as tables for a population's codes.

    Raises ``NotOnArrays`` for what the tables cannot hold.
    """
    for words in (codes.entitlements, codes.reasons):
        if len(words) > CODES_MAX:
            raise NotOnArrays(f"身份或减免原因超过{CODES_MAX}种")
    plans: list[Plan] = []
    choice = np.full((len(SCHEMES), len(KINDS), len(codes.diseases)), NO_PLAN, np.int16)
    for place in np.ndindex(choice.shape):
        scheme, kind = SCHEMES[place[0]], KINDS[place[1]]
        try:
            plan = benefits.plan_for(scheme, kind, day, codes.diseases[place[2]])
        except NoBenefits:
            continue
        if plan not in plans:
            plans.append(plan)
        choice[place] = plans.index(plan)
    profile, found = _profiles(plans, codes)
    return TermTables(
        region=benefits.region,
        day=day,
        codes=codes,
        plans=tuple(
            plan_table(plan, _of(found, at), codes) for at, plan in _each(plans)
        ),
        choice=choice,
        profile=profile,
        withheld=len(found),
        uses_years=any(layer.bonus for plan in plans for layer in plan.layers),
    )


def _each(plans: list[Plan]) -> list[tuple[int, Plan]]:
    return list(enumerate(plans))


def _of(found: list[tuple[frozenset[int], ...]], at: int) -> Profiles:
    """Return the layers in force in one plan, by profile; the last has none."""
    return (*(profile[at] for profile in found), frozenset())


def _profiles(
    plans: list[Plan], codes: Codes
) -> tuple[NDArray[np.int64], list[tuple[frozenset[int], ...]]]:
    """Return the profile of each mask, and of each profile the layers in all plans.

    Masks that put the same layers in force share a profile.
    """
    masks = 1 << len(codes.entitlements)
    profile = np.zeros((len(SCHEMES), masks), np.int64)
    numbers: dict[tuple[frozenset[int], ...], int] = {}
    asked = {code for plan in plans for one in plan.layers for code in one.entitlements}
    known: dict[tuple[Scheme, frozenset[str]], int] = {}
    for at, scheme in enumerate(SCHEMES):
        for mask in range(masks):
            key = (scheme, codes.entitled(mask) & asked)
            if key not in known:
                layers = tuple(
                    layers_in_force(plan, key[1])
                    if plan.scheme is scheme
                    else frozenset()
                    for plan in plans
                )
                known[key] = numbers.setdefault(layers, len(numbers))
            profile[at, mask] = known[key]
    return profile, list(numbers)
