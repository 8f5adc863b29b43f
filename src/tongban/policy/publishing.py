"""Whether a policy folder may be published, and the book when it may.

A folder with mistakes yields no book at all. A difference between list and
guide without a ruling is no mistake of the folder: it keeps that one item from
being published (CN39-四, SD28-通知一).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from tongban.core.items.burdens import Burden, find_burdens
from tongban.core.items.catalogue import DifferenceField, ServiceItem
from tongban.core.items.differences import unsettled, words_of
from tongban.core.items.overlay import Overlay, merge
from tongban.core.items.rulings import DIFFERENCE_WORDS
from tongban.core.refusals import Refusal
from tongban.policy.book import PolicyBook
from tongban.policy.checks import find_problems
from tongban.policy.folder import Folder, Written, read_folder
from tongban.policy.item_checks import find_collisions, find_item_problems
from tongban.policy.reading import PolicyErrors, Problem

_FIELDS: Final[Mapping[str, str]] = {
    "limit_lengthened": "limits",
    "step_added": "steps",
    "automation_lost": "automatic",
    "special_step_added": "special_steps",
    "special_step_lengthened": "special_steps",
    "channel_dropped": "dropped_channels",
    "audience_dropped": "audiences",
    "situation_dropped": "situations",
    "field_required": "form",
    "field_changed": "form",
    "renamed": "name",
}


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a look at a folder brought: the book, its mistakes, what waits."""

    book: PolicyBook
    problems: tuple[Problem, ...]
    waiting: tuple[Problem, ...]
    files: int

    @property
    def is_publishable(self) -> bool:
        """Whether nothing stands in the way of any item."""
        return not self.problems and not self.waiting


def load_book(root: Path) -> PolicyBook:
    """Return the book of a policy folder.

    Raises ``PolicyErrors`` with every mistake of every file at once. Items that
    wait for a ruling do not stop the others; asking for one is refused.
    """
    folder = read_folder(root)
    book = PolicyBook(folder)
    problems = _problems(folder, book)
    if problems:
        raise PolicyErrors(problems)
    return book


def inspect_folder(root: Path) -> Inspection:
    """Return all that ``policy check`` has to say about a folder; raises nothing."""
    return inspect(read_folder(root))


def inspect(folder: Folder) -> Inspection:
    """Return all there is to say about what was read; raises nothing."""
    book = PolicyBook(folder)
    return Inspection(
        book=book,
        problems=_problems(folder, book),
        waiting=tuple(sorted(set(_waiting(folder, book)))),
        files=len(folder.read),
    )


def _problems(folder: Folder, book: PolicyBook) -> tuple[Problem, ...]:
    found = (
        *folder.problems,
        *find_problems(folder),
        *find_item_problems(folder),
        *_breaches(folder, book),
    )
    return tuple(sorted(set(found)))


def _breaches(folder: Folder, book: PolicyBook) -> Iterator[Problem]:
    for written in folder.overlays:
        if f"item/{written.value.item}" in folder.broken:
            continue
        try:
            yield from _breaches_of(written, folder, book)
        except Refusal:
            # The region or a version is broken; its own message says so.
            continue


def _breaches_of(
    written: Written[Overlay], folder: Folder, book: PolicyBook
) -> Iterator[Problem]:
    overlay = written.value
    for on in _days(overlay, folder):
        parent = book.parent_item_on(overlay.item, overlay.region, on)
        if parent is None:
            words = f"{on}上级没有事项“{overlay.item}”，本级无从细化"
            yield written.problem(words, "effective_on")
            continue
        child = merge(parent, overlay)
        for burden in find_burdens(parent, child):
            yield _breach(written, burden)
        old = find_collisions(parent)
        for first, second in (
            pair for pair in find_collisions(child) if pair not in old
        ):
            words = f"时限“{first}”与“{second}”在同一情形下同时适用"
            yield written.problem(words, "limits")
        yield from _unknown_drops(written, parent)


def _days(overlay: Overlay, folder: Folder) -> tuple[date, ...]:
    """Return the first day of the overlay and each day something above it changes."""
    starts = [item.value.effective_on for item in folder.items]
    starts += [other.value.effective_on for other in folder.overlays]
    later = {
        on
        for on in starts
        if on > overlay.effective_on
        and (overlay.ends_on is None or on <= overlay.ends_on)
    }
    return (overlay.effective_on, *sorted(later))


def _breach(written: Written[Overlay], burden: Burden) -> Problem:
    clause = f"{burden.clause.document}-{burden.clause.clause}"
    words = f"加重了申请人负担：{burden.words}（{clause}：{burden.clause.printed}）"
    return written.problem(words, _FIELDS.get(burden.kind, "materials"))


def _unknown_drops(written: Written[Overlay], parent: ServiceItem) -> Iterator[Problem]:
    overlay = written.value
    asked = {
        material.code for material in (*parent.materials, *parent.conditional_materials)
    }
    asked |= {material.code for guide in parent.guides for material in guide.materials}
    for code in overlay.dropped_materials:
        if code not in asked:
            yield written.problem(f"上级没有材料“{code}”", "dropped_materials")
    for code in overlay.dropped_limits:
        if code not in {limit.code for limit in parent.limits}:
            yield written.problem(f"上级没有时限“{code}”", "dropped_limits")


def _waiting(folder: Folder, book: PolicyBook) -> Iterator[Problem]:
    has_broken_guide = any(name.startswith("guide/") for name in folder.broken)
    for written in folder.items:
        item = written.value
        try:
            differences = book.published_differences(
                item.code, item.region, item.effective_on
            )
        except Refusal:
            continue
        for difference in unsettled(differences):
            if difference.field is DifferenceField.GUIDE and has_broken_guide:
                continue
            word = DIFFERENCE_WORDS[difference.field]
            words = f"清单与指南的{word}不一致，还没有口径：{words_of(difference)}"
            yield written.problem(words)
