"""How words of benefits become small whole numbers, and rules become cells.

A cell is one answer to "who is it, where is it": profile of entitlements, group,
level, place of care, Chinese medicine or not. Everything a layer says apart from
the stay, the reasons and the year so far is one number for each cell.
"""

from dataclasses import dataclass
from itertools import product
from typing import Final

from tongban.core.access.parties import Scheme
from tongban.core.benefits.terms import RegionBenefits
from tongban.core.benefits.vocabulary import CareKind, Group, Level, Place

SCHEMES: Final = tuple(Scheme)
KINDS: Final = tuple(CareKind)
GROUPS: Final = tuple(Group)
LEVELS: Final = tuple(Level)
PLACES: Final = tuple(Place)
MEDICINES: Final = (False, True)  # of an institution of Chinese medicine
# What a claim says of its cell, and what person and claim say together.
SETTINGS: Final = tuple(product(LEVELS, PLACES, MEDICINES))
SITUATIONS: Final = tuple(product(GROUPS, SETTINGS))
CODES_MAX: Final = 12  # bits of entitlements, of reasons


@dataclass(frozen=True, slots=True)
class Codes:
    """The open lists of a population; a place in a list is a bit or a number.

    ``diseases`` begins with the empty one; ``entitlements`` and ``reasons`` are bits;
    ``specials`` are lists of items with a layer of their own.
    """

    diseases: tuple[str, ...] = ("",)
    entitlements: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    specials: tuple[str, ...] = ()

    @classmethod
    def known_to(cls, benefits: RegionBenefits) -> "Codes":
        """Return every code that some rule of a region asks for."""
        layers = [layer for plan in benefits.plans for layer in plan.layers]
        deductibles = [layer.deductible for layer in layers if layer.deductible]
        return cls(
            ("", *_sorted({plan.disease for plan in benefits.plans} - {""})),
            _sorted({code for layer in layers for code in layer.entitlements}),
            _sorted({one.code for said in deductibles for one in said.exemptions}),
            _sorted({layer.special for layer in layers if layer.special}),
        )

    def entitled(self, mask: int) -> frozenset[str]:
        """Return the entitlements whose bits are set."""
        named = enumerate(self.entitlements)
        return frozenset(code for at, code in named if mask >> at & 1)


def _sorted(codes: set[str]) -> tuple[str, ...]:
    return tuple(sorted(codes))
