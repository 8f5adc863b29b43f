"""What regions publish in the browser, read and checked as files of the folder are.

A published change is the text of a file: an overlay of one item, or a sheet of
places. It joins the folder's own files and passes the same schema and the same
checks. A text equal to a version the files hold already (an office exported it
into git) counts once.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final, TypeVar

import yaml

from tongban.core.items.overlay import Overlay
from tongban.core.items.places import PlaceSheet
from tongban.policy.book import PolicyBook
from tongban.policy.folder import Folder, Raw, Written, is_sheet, take_in
from tongban.policy.publishing import inspect
from tongban.policy.reading import Data, PolicyErrors, Problem, read_raw
from tongban.policy.shapes import Json

Body = dict[str, Json]
T = TypeVar("T", Overlay, PlaceSheet)
LINE_MAX: Final = 100
_FOLDER: Final = "published"
_NOT_BODY: Final = frozenset({"effective_on", "version", "region"})


@dataclass(frozen=True, slots=True)
class Publication:
    """One change of a region: ``subject`` is an item's code or ``_places``."""

    region: str
    subject: str
    number: str
    text: str

    @property
    def shown(self) -> str:
        """The file's name in messages."""
        return f"{_FOLDER}/{self.number}/{self.region}/{self.subject}.yaml"


def compose(
    *, region: str, subject: str, version: str, effective_on: date, body: Body
) -> str:
    """Return the text of the file that makes this change from a day on."""
    dated: Body = {"effective_on": effective_on.isoformat(), "version": version}
    if is_sheet(subject):
        return _dump({"region": region, **dated, **body})
    return _dump({"code": subject, "versions": [{**dated, **body}]})


def body_of(text: str) -> Body:
    """Return what a composed text changes, without its day and version."""
    data = read_raw(text.encode(), "draft").data
    versions = data.get("versions") if isinstance(data, dict) else None
    first = versions[-1] if isinstance(versions, list) else data
    return _without_day(first)


def body_on(folder: Folder, *, region: str, subject: str, on: date) -> Body:
    """Return what a region's version in force on a day changes; nothing is empty."""
    written = (
        _sheets(folder, region)
        if is_sheet(subject)
        else _overlays(folder, region, subject)
    )
    begun = [one for one in written if one.value.effective_on <= on]
    if not begun:
        return {}
    latest = max(begun, key=lambda one: one.value.effective_on)
    data: Data = latest.document.data
    for step in latest.place:
        data = data[step]  # type: ignore[index]  # a place that was read
    return _without_day(data)


def with_published(base: Folder, published: Iterable[Publication]) -> Folder:
    """Return the folder with the published changes read into it."""
    folder = replace(
        base,
        overlays=list(base.overlays),
        places=list(base.places),
        read=list(base.read),
        problems=list(base.problems),
        broken=set(base.broken),
    )
    for one in published:
        kind = "item-places" if is_sheet(one.subject) else "item-overlay"
        path = Path(one.region) / f"{one.subject}.yaml"
        take_in(folder, Raw(path, kind, one.text.encode(), one.shown))
    _count_once(folder.overlays, lambda overlay: overlay.item)
    _count_once(folder.places, lambda sheet: sheet.region)
    return folder


def narrowed(folder: Folder, subject: str) -> Folder:
    """Return only what matters to one item, or to the sheets of places.

    The same checks run on it in a hundredth of the time.
    """
    sheets = is_sheet(subject)
    return Folder(
        root=folder.root,
        items=[one for one in folder.items if one.value.code == subject],
        overlays=[one for one in folder.overlays if one.value.item == subject],
        guides=[one for one in folder.guides if one.value.item == subject],
        rulings=[one for one in folder.rulings if subject in one.value.items],
        places=list(folder.places) if sheets else [],
        regions=folder.regions,
        documents=folder.documents,
    )


def check_published(
    base: Folder, published: Iterable[Publication], subject: str
) -> tuple[Problem, ...]:
    """Return what stands against the published changes of one subject.

    A change above that makes a version below it a burden is told too.
    """
    chosen = [one for one in published if one.subject == subject]
    folder = with_published(narrowed(base, subject), chosen)
    return inspect(folder).problems


def book_of(base: Folder, published: Iterable[Publication]) -> PolicyBook:
    """Return the book of files and published changes; nothing is checked here."""
    return PolicyBook(with_published(base, published))


def place_of(problem: Problem, text: str) -> str:
    """Return the field of a composed text a problem speaks of; empty: the whole."""
    try:
        document = read_raw(text.encode(), problem.file)
    except PolicyErrors:
        return ""
    best, line = "", 0
    for place, at in document.lines.items():
        names = [step for step in place if isinstance(step, str)]
        field = next((name for name in names if name != "versions"), "")
        if field and line < at <= problem.line:
            best, line = field, at
    return best


def _dump(data: Mapping[str, Json]) -> str:
    return "---\n" + yaml.safe_dump(
        dict(data), allow_unicode=True, sort_keys=False, width=LINE_MAX
    )


def _without_day(data: Data) -> Body:
    said = data if isinstance(data, dict) else {}
    return {key: part for key, part in said.items() if key not in _NOT_BODY}


def _overlays(folder: Folder, region: str, subject: str) -> list[Written[Overlay]]:
    return [
        one
        for one in folder.overlays
        if (one.region, one.value.item) == (region, subject)
    ]


def _sheets(folder: Folder, region: str) -> list[Written[PlaceSheet]]:
    return [one for one in folder.places if one.region == region]


def _count_once(written: list[Written[T]], subject_of: Callable[[T], str]) -> None:
    """Drop every later version that says the same as an earlier one of its day."""
    seen: dict[tuple[str, str, date], T] = {}
    kept = []
    for one in written:
        key = (one.region, subject_of(one.value), one.value.effective_on)
        plain = replace(one.value, version="")
        if seen.get(key) != plain:
            kept.append(one)
        seen.setdefault(key, plain)
    written[:] = kept


def files_of(base: Folder, published: Iterable[Publication]) -> Mapping[str, str]:
    """Return the files an office keeps in git: path below the folder, and text.

    An overlay's file holds the versions the folder's own file has, then those
    published; a sheet's version is a file of its own.
    """
    texts: dict[str, str] = {}
    overlays: dict[tuple[str, str], list[Publication]] = {}
    for one in published:
        if is_sheet(one.subject):
            texts[f"items/{one.region}/{one.subject}.{one.number}.yaml"] = one.text
        else:
            overlays.setdefault((one.region, one.subject), []).append(one)
    for (region, subject), changes in overlays.items():
        known = {
            id(written.document): written.document.data
            for written in _overlays(base, region, subject)
        }
        fresh = [read_raw(one.text.encode(), one.shown).data for one in changes]
        versions = {
            str(version.get("effective_on")): version
            for data in (*known.values(), *fresh)
            for version in _versions_in(data)
        }
        whole: Body = {
            "code": subject,
            "versions": [versions[day] for day in sorted(versions)],
        }
        texts[f"items/{region}/{subject}.yaml"] = _dump(whole)
    return texts


def _versions_in(data: Data) -> list[Body]:
    versions = data.get("versions") if isinstance(data, dict) else None
    found = versions if isinstance(versions, list) else []
    return [version for version in found if isinstance(version, dict)]
