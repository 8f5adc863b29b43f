"""Figures and lists the queue runs on, as dated values of the policy folder."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BusinessKind:
    """One series of tickets (业务类别): its letter, and the items it serves.

    ``anonymous`` kinds take a ticket without identity; those ``at_once`` are
    called before all others.
    """

    code: str
    letter: str
    name: str
    items: frozenset[str]
    anonymous: bool = False
    at_once: bool = False


@dataclass(frozen=True, slots=True)
class QueueRules:
    """What a hall's queue runs on; reasons map a code to Chinese words."""

    kinds: tuple[BusinessKind, ...]
    elder_age: int
    priority_in_a_row_max: int
    call_lock_seconds: int
    skip_returns_after: int
    skips_max: int
    default_minutes: int
    samples_min: int
    round_to_minutes: int
    skip_reasons: Mapping[str, str]
    pause_reasons: Mapping[str, str]
    no_application: frozenset[str]

    def find_kind(self, code: str) -> BusinessKind | None:
        """Return the kind of a code, or nothing."""
        return next((kind for kind in self.kinds if kind.code == code), None)

    def find_kind_of_item(self, item: str) -> BusinessKind | None:
        """Return the kind under which an item is queued for, or nothing."""
        return next((kind for kind in self.kinds if item in kind.items), None)


@dataclass(frozen=True, slots=True)
class KioskRules:
    """What a self-service terminal runs on.

    ``frequent`` names the items a region shows; ``of_office`` those of an
    office that shows others.
    """

    idle_seconds: int
    warning_seconds: int
    wrong_tries_max: int
    locked_minutes: int
    opening_code_minutes: int
    frequent: Mapping[str, tuple[str, ...]]
    of_office: Mapping[str, tuple[str, ...]]

    def items_for(self, office: str, regions: tuple[str, ...]) -> tuple[str, ...]:
        """Return the items a terminal shows; ``regions`` from the nation down.

        The office's own list goes first, then that of the nearest region.
        """
        if office in self.of_office:
            return self.of_office[office]
        near = (region for region in reversed(regions) if region in self.frequent)
        return self.frequent.get(next(near, ""), ())
