"""As whom somebody is paid for on a day, where, and whether the funds pay at all."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from tongban.core.access.parties import Scheme
from tongban.core.benefits.vocabulary import Group, Place, Withheld
from tongban.core.enrolment.kinds import CoverState, PersonKind, scheme_of
from tongban.core.enrolment.premiums import Tier
from tongban.core.refusals import Refusal

CITY_DIGITS: Final = 4
_GROUPS: Final[Mapping[Tier, Group]] = {Tier.LOW: Group.LOW, Tier.HIGH: Group.HIGH}


class NotCovered(Refusal):
    """No cover holds the day, or another scheme does."""

    code = "settlement.not_covered"

    def __init__(self) -> None:
        super().__init__("Not covered in this scheme on this day.")


@dataclass(frozen=True, slots=True)
class Standing:
    """What the register says of somebody on a day (待遇资格).

    ``waiting`` says the day lies in a waiting period; ``tier`` is the one a
    resident enjoys that year, nothing when no premium is known.
    """

    region: str
    kind: PersonKind
    state: CoverState
    tier: Tier | None
    waiting: bool
    entitlements: frozenset[str]

    @property
    def scheme(self) -> Scheme:
        """The scheme somebody is covered in."""
        return scheme_of(self.kind)

    @property
    def group(self) -> Group:
        """As whom the funds pay; residents by tier, the lower when none is known."""
        if self.scheme is Scheme.EMPLOYEE:
            retired = self.kind is PersonKind.RETIRED
            return Group.RETIRED if retired else Group.ACTIVE
        return Group.LOW if self.tier is None else _GROUPS[self.tier]


def withheld_of(standing: Standing, *, third_party: bool) -> Withheld | None:
    """Return why the funds pay nothing, if they do not; accounts may still pay."""
    if third_party:
        return Withheld.THIRD_PARTY
    if standing.state is not CoverState.IN_FORCE:
        return Withheld.NOT_COVERED
    return Withheld.WAITING if standing.waiting else None


def place_of(home: str, care: str) -> Place:
    """Return where care was given as far as the two regions tell: at home or not.

    What filings make of it is asked of ``away`` before anything is settled.
    """
    if home[:CITY_DIGITS] == care[:CITY_DIGITS]:
        return Place.HOME
    return Place.TEMPORARY
