"""Picking an item at a window: by number, code, pinyin initials, everyday words."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from tongban.core.access.parties import PartyKind, Scheme
from tongban.core.items.catalogue import AUDIENCE_WORDS, Audience, ServiceItem
from tongban.core.items.terms import audiences_of
from tongban.services.items.queries import items_on, search
from tongban.services.parties.queries import PartyCard
from tongban.services.timekeeping.queries import today

SERVED: Final = {
    PartyKind.PERSON: frozenset({Audience.EMPLOYEE, Audience.RESIDENT}),
    PartyKind.EMPLOYER: frozenset({Audience.EMPLOYER}),
    PartyKind.SCHOOL: frozenset({Audience.SCHOOL, Audience.EMPLOYER}),
    PartyKind.INSTITUTION: frozenset({Audience.PROVIDER}),
    PartyKind.PHARMACY: frozenset({Audience.PHARMACY}),
}
_OF_SCHEME: Final = {
    Audience.EMPLOYEE: Scheme.EMPLOYEE,
    Audience.RESIDENT: Scheme.RESIDENT,
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One item for one audience that fits the person at the window.

    ``under_way`` counts the person's open cases of the same item.
    """

    item: str
    number: int
    name: str
    audience: str
    audience_word: str
    nearest: bool
    under_way: int


@dataclass(frozen=True, slots=True)
class Chapter:
    """Items of one main item, in the order of the list."""

    name: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Picking:
    """Who picks, and which items they have under way."""

    party: PartyCard
    under_way: tuple[str, ...]

    def chapters(self, asked: str) -> tuple[Chapter, ...]:
        """Return the items that fit what was asked, or all of them by chapter."""
        region, day = self.party.region, today()
        found = search(asked, region, day) if asked else items_on(region, day)
        choices = [one for item in found for one in self._choices(item)]
        if asked:
            return (Chapter("查找结果", tuple(choices)),) if choices else ()
        names = {str(item.code): item.main_item for item in found}
        return tuple(
            Chapter(name, tuple(of_one))
            for name, of_one in groupby(choices, key=lambda one: names[one.item])
        )

    def meant(self, asked: str) -> Choice | None:
        """Return the one item meant, or nothing when a choice is to be made.

        A number or code names its item; words mean one when only one fits. Of
        two audiences the one of the person's own insurance is meant.
        """
        region, day = self.party.region, today()
        items = items_on(region, day)
        named = [one for one in items if asked in (str(one.number), one.code)] or list(
            search(asked, region, day)
        )
        if len(named) != 1:
            return None
        fitting = [one for one in self._choices(named[0]) if one.nearest]
        return fitting[0] if len(fitting) == 1 else None

    def _choices(self, item: ServiceItem) -> Iterator[Choice]:
        served = SERVED[self.party.kind]
        for audience in audiences_of(item):
            if audience in served:
                yield Choice(
                    item=item.code,
                    number=item.number,
                    name=item.name,
                    audience=audience.value,
                    audience_word=AUDIENCE_WORDS[audience],
                    nearest=self._fits(audience),
                    under_way=self.under_way.count(item.code),
                )

    def _fits(self, audience: Audience) -> bool:
        """Say whether the person's own insurance is that of the audience."""
        if self.party.scheme is None:
            return True
        return _OF_SCHEME.get(audience) is self.party.scheme
