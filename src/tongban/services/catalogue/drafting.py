"""What a draft would change and what stands against it, before anybody publishes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from tongban.core.items.catalogue import Citation, ServiceItem
from tongban.core.items.diff import Change, find_changes
from tongban.core.items.places import PlaceSheet
from tongban.core.items.sheet_diff import find_sheet_changes
from tongban.policy.book import PolicyBook
from tongban.policy.folder import Folder, is_sheet
from tongban.policy.overlays import (
    Body,
    Publication,
    body_on,
    book_of,
    check_published,
    narrowed,
    place_of,
    with_published,
)
from tongban.services.items.catalogue import catalogue
from tongban.services.items.citing import cite

_ALWAYS: Final = frozenset({"version", "effective_on"})
_SOURCED: Final = ("limits", "materials", "conditional_materials", "special_steps")


@dataclass(frozen=True, slots=True)
class ChangedField:
    """One field a draft changes, and the sentence that allows it."""

    label: str
    before: str
    after: str
    clause: str


@dataclass(frozen=True, slots=True)
class Breach:
    """One thing that stands against a draft; ``field`` is where to put it right."""

    words: str
    field: str
    file: str


@dataclass(frozen=True, slots=True)
class Impact:
    """What a draft changes on its first day, and what stands against it."""

    changes: tuple[ChangedField, ...]
    breaches: tuple[Breach, ...]


def impact_of(candidate: Publication, on: date) -> Impact:
    """Return what a candidate changes on a day, checked as a file would be."""
    known = catalogue()
    others = tuple(one for one in known.published if one.number != candidate.number)
    narrow = narrowed(known.files, candidate.subject)
    mine = tuple(one for one in others if one.subject == candidate.subject)
    problems = check_published(known.files, (*mine, candidate), candidate.subject)
    return Impact(
        changes=changes_between(
            book_of(narrow, mine), book_of(narrow, (*mine, candidate)), candidate, on
        ),
        breaches=tuple(
            Breach(
                problem.sentence,
                place_of(problem, candidate.text)
                if problem.file == candidate.shown
                else "",
                "" if problem.file == candidate.shown else problem.file,
            )
            for problem in problems
        ),
    )


def changes_between(
    before: PolicyBook, after: PolicyBook, one: Publication, on: date
) -> tuple[ChangedField, ...]:
    """Return the fields that differ in a region between two books on a day."""
    if is_sheet(one.subject):
        old, new = (sheet_in(book, one.region, on) for book in (before, after))
        return sheet_fields(old, new)
    first = before.find_item(one.subject, one.region, on)
    second = after.find_item(one.subject, one.region, on)
    return item_fields(first, second)


def sheet_in(book: PolicyBook, region: str, on: date) -> PlaceSheet | None:
    """Return a region's own sheet of places on a day."""
    own = (sheet for sheet in book.sheets_on(region, on) if sheet.region == region)
    return next(own, None)


def sheet_fields(
    old: PlaceSheet | None, new: PlaceSheet | None
) -> tuple[ChangedField, ...]:
    """Return what differs between two sheets, with the clause of the newer one."""
    newer = new or old
    clause = "" if newer is None else _clause(newer.source)
    return tuple(_field(change, clause) for change in find_sheet_changes(old, new))


def item_fields(
    old: ServiceItem | None, new: ServiceItem | None
) -> tuple[ChangedField, ...]:
    """Return what differs between two versions, each with its own clause."""
    if old is None or new is None:
        return ()
    sources = {**_sources(old), **_sources(new)}
    return tuple(
        _field(change, _clause(_source_of(change, sources)))
        for change in find_changes(old, new)
        if change.path not in _ALWAYS
    )


def body_in_force(region: str, subject: str, on: date) -> Body:
    """Return what the region's own version in force on a day says."""
    known = catalogue()
    folder: Folder = with_published(narrowed(known.files, subject), known.published)
    return body_on(folder, region=region, subject=subject, on=on)


def _sources(item: ServiceItem) -> Mapping[str, Citation]:
    return dict(_sourced(item))


def _sourced(item: ServiceItem) -> Iterator[tuple[str, Citation]]:
    for field in _SOURCED:
        for thing in getattr(item, field):
            key = getattr(thing, "code", None) or thing.name
            yield f"{field}.{key}", thing.source


def _source_of(change: Change, sources: Mapping[str, Citation]) -> Citation | None:
    parts = change.path.split(".")
    return next(
        (
            sources[path]
            for end in range(len(parts), 1, -1)
            if (path := ".".join(parts[:end])) in sources
        ),
        None,
    )


def _clause(source: Citation | None) -> str:
    return "" if source is None else cite(source.document, source.clause)


def _field(change: Change, clause: str) -> ChangedField:
    return ChangedField(change.label, change.before, change.after, clause)
