"""How far an item can be done without coming (网办深度), from its own terms."""

from enum import IntEnum
from typing import Final

from tongban.core.items.catalogue import Channel, Step, Terms

_IN_PERSON: Final = frozenset({Step.ASSESS, Step.NEGOTIATE, Step.SIGN})


class Depth(IntEnum):
    """One star to five, as public halls count them."""

    GUIDE = 1
    FORMS = 2
    APPLICATION = 3
    ONE_VISIT = 4
    WHOLE = 5


def depth_of(terms: Terms) -> Depth:
    """Return how far the item goes online.

    Without the online channel people read the guide and print the form. With
    it, a step that happens face to face means coming for that step, and an
    original that everybody has to show means coming once.
    """
    if Channel.ONLINE not in terms.channels:
        return Depth.FORMS if terms.form.get("properties") else Depth.GUIDE
    if not _IN_PERSON.isdisjoint(terms.steps):
        return Depth.APPLICATION
    if any(
        one.original and not one.when and not one.optional for one in terms.materials
    ):
        return Depth.ONE_VISIT
    return Depth.WHOLE


def visits_of(terms: Terms) -> int:
    """Return how often a person has to come at most."""
    return 0 if depth_of(terms) is Depth.WHOLE else 1
