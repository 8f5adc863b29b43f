"""As whom somebody is paid for, where care was given, why funds do not pay."""

import pytest

from tongban.core.access.parties import Scheme
from tongban.core.benefits.vocabulary import Group, Place, Withheld
from tongban.core.enrolment.kinds import CoverState, PersonKind
from tongban.core.enrolment.premiums import Tier
from tongban.core.settlement.standing import NotCovered, Standing, place_of, withheld_of


def standing(
    kind: PersonKind = PersonKind.ACTIVE,
    *,
    tier: Tier | None = None,
    state: CoverState = CoverState.IN_FORCE,
    waiting: bool = False,
) -> Standing:
    return Standing("370705", kind, state, tier, waiting, frozenset())


@pytest.mark.parametrize(
    ("kind", "tier", "group"),
    [
        (PersonKind.ACTIVE, None, Group.ACTIVE),
        (PersonKind.FLEXIBLE, None, Group.ACTIVE),
        (PersonKind.RETIRED, None, Group.RETIRED),
        (PersonKind.ADULT, Tier.HIGH, Group.HIGH),
        (PersonKind.ADULT, Tier.LOW, Group.LOW),
        (PersonKind.PUPIL, None, Group.LOW),
    ],
)
def test_groups(kind: PersonKind, tier: Tier | None, group: Group) -> None:
    assert standing(kind, tier=tier).group is group


def test_scheme_follows_the_kind() -> None:
    assert standing(PersonKind.PUPIL).scheme is Scheme.RESIDENT


def test_why_funds_do_not_pay() -> None:
    ended = standing(state=CoverState.ENDED)
    waiting = standing(waiting=True)
    assert withheld_of(standing(), third_party=False) is None
    assert withheld_of(standing(), third_party=True) is Withheld.THIRD_PARTY
    assert withheld_of(ended, third_party=False) is Withheld.NOT_COVERED
    assert withheld_of(waiting, third_party=False) is Withheld.WAITING


def test_place_is_seen_from_the_city_of_the_cover() -> None:
    assert place_of("370705", "370783") is Place.HOME
    assert place_of("370705", "371302") is Place.TEMPORARY


def test_who_is_not_covered_is_told_so() -> None:
    assert NotCovered().code == "settlement.not_covered"
