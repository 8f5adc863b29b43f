"""Reads the catalogue's files of a policy folder into values with their lines."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final, Generic, TypeVar

from tongban.core.items.catalogue import (
    Guide,
    Level,
    RegionCode,
    Ruling,
    ServiceItem,
)
from tongban.core.items.overlay import Overlay
from tongban.core.items.places import PlaceSheet
from tongban.core.items.regions import (
    Region,
    RegionCodeMalformed,
    level_of,
    parent_of,
)
from tongban.core.items.scope import ScopeTable
from tongban.policy.reading import (
    Data,
    Document,
    Place,
    PolicyErrors,
    Problem,
    read_raw,
)
from tongban.policy.schemas import find_schema_problems
from tongban.policy.shapes import from_json

T_co = TypeVar("T_co", covariant=True)
PLACES: Final = "_places"  # a region's sheet; further versions add .<version>


@dataclass(frozen=True, slots=True)
class CitedDocument:
    """A notice or a law that policy files cite by its short name."""

    code: str
    title: str
    number: str
    issuer: str
    published_on: date | None
    effective_on: date | None
    level: Level
    region: RegionCode
    verified: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class Written(Generic[T_co]):
    """A value with the file and place it was read from, and its region."""

    value: T_co
    region: RegionCode
    document: Document
    place: Place = ()

    def problem(self, sentence: str, *inner: str | int) -> Problem:
        """Return a problem at this value, or at a place inside it."""
        return self.document.problem((*self.place, *inner), sentence)


@dataclass(slots=True)
class Folder:
    """Everything the catalogue's files say, and what is wrong with them.

    ``broken`` names the files (kind and stem) that could not be read, so that
    one mistake is not told again by every file that refers to it.
    """

    root: Path
    items: list[Written[ServiceItem]] = field(default_factory=list)
    overlays: list[Written[Overlay]] = field(default_factory=list)
    guides: list[Written[Guide]] = field(default_factory=list)
    rulings: list[Written[Ruling]] = field(default_factory=list)
    places: list[Written[PlaceSheet]] = field(default_factory=list)
    scopes: list[Written[ScopeTable]] = field(default_factory=list)
    regions: list[Written[Region]] = field(default_factory=list)
    documents: list[Written[CitedDocument]] = field(default_factory=list)
    read: list[Document] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)


def read_folder(root: Path) -> Folder:
    """Return the folder's content; mistakes are collected, none is raised."""
    folder = Folder(root)
    for path, kind in _catalogue_files(root):
        shown = path.relative_to(root.parent).as_posix()
        take_in(folder, Raw(path, kind, path.read_bytes(), shown))
    return folder


@dataclass(frozen=True, slots=True)
class Raw:
    """A file of the catalogue before it is read; ``path`` says region and code."""

    path: Path
    kind: str
    content: bytes
    shown: str


def take_in(folder: Folder, raw: Raw) -> None:
    """Read one file into a folder; its mistakes go to the folder's problems."""
    broken = f"{raw.kind}/{raw.path.stem}"
    try:
        document = read_raw(raw.content, raw.shown)
    except PolicyErrors as errors:
        folder.problems.extend(errors.problems)
        folder.broken.add(broken)
        return
    folder.read.append(document)
    found = find_schema_problems(document, raw.kind)
    folder.problems.extend(found)
    if found:
        folder.broken.add(broken)
    else:
        _READERS[raw.kind](folder, document, raw.path)


def _catalogue_files(root: Path) -> Iterator[tuple[Path, str]]:
    if (root / "documents.yaml").exists():
        yield root / "documents.yaml", "documents"
    for word, kind in (("regions", "regions"), ("scope", "scope")):
        for path in sorted((root / word).glob("*.yaml")):
            yield path, kind
    for word, kind in (("guides", "guide"), ("rulings", "ruling")):
        for path in sorted((root / word).glob("*/*.yaml")):
            yield path, kind
    for path in sorted((root / "items").glob("*/*.yaml")):
        yield path, _item_kind(path)


def _item_kind(path: Path) -> str:
    if is_sheet(path.stem):
        return "item-places"
    return "item-overlay" if _has_parent(path) else "item"


def is_sheet(stem: str) -> bool:
    """Say whether a file of this name holds places, not an item."""
    return stem.split(".", 1)[0] == PLACES


def _has_parent(path: Path) -> bool:
    """Say whether a region above has a file of the same item."""
    try:
        above = parent_of(path.parent.name)
    except RegionCodeMalformed:
        return False
    while above is not None:
        if (path.parent.parent / above / path.name).exists():
            return True
        above = parent_of(above)
    return False


def _mapping(data: Data) -> Mapping[str, Data]:
    return data if isinstance(data, dict) else {}


def _list(data: Data) -> list[Data]:
    return data if isinstance(data, list) else []


def _read_item(folder: Folder, document: Document, path: Path) -> None:
    region = RegionCode(path.parent.name)
    code = _mapping(document.data)["code"]
    if code != path.stem:
        folder.broken.add(f"item/{path.stem}")
    for at, version in enumerate(_list(_mapping(document.data)["versions"])):
        data = {"code": code, "region": region, **_mapping(version)}
        item = from_json(ServiceItem, data)
        folder.items.append(Written(item, region, document, ("versions", at)))


def _read_overlay(folder: Folder, document: Document, path: Path) -> None:
    region = RegionCode(path.parent.name)
    code = _mapping(document.data)["code"]
    for at, version in enumerate(_list(_mapping(document.data)["versions"])):
        data = {"item": code, "region": region, **_mapping(version)}
        overlay = from_json(Overlay, data)
        folder.overlays.append(Written(overlay, region, document, ("versions", at)))


def _read_guide(folder: Folder, document: Document, path: Path) -> None:
    guide = from_json(Guide, document.data)
    folder.guides.append(Written(guide, RegionCode(path.parent.name), document))


def _read_ruling(folder: Folder, document: Document, path: Path) -> None:
    ruling = from_json(Ruling, document.data)
    folder.rulings.append(Written(ruling, RegionCode(path.parent.name), document))


def _read_places(folder: Folder, document: Document, path: Path) -> None:
    sheet = from_json(PlaceSheet, document.data)
    folder.places.append(Written(sheet, RegionCode(path.parent.name), document))


def _read_scope(folder: Folder, document: Document, path: Path) -> None:
    table = from_json(ScopeTable, document.data)
    folder.scopes.append(Written(table, RegionCode(path.stem), document))


def _read_regions(folder: Folder, document: Document, path: Path) -> None:
    del path
    for at, entry in enumerate(_list(_mapping(document.data)["regions"])):
        said = _mapping(entry)
        code = RegionCode(str(said["code"]))
        region = Region(
            code=code,
            name=str(said["name"]),
            level=level_of(code),
            parent=parent_of(code),
            verified=said.get("verified", True) is True,
        )
        folder.regions.append(Written(region, code, document, ("regions", at)))


def _read_documents(folder: Folder, document: Document, path: Path) -> None:
    del path
    for at, entry in enumerate(_list(_mapping(document.data)["documents"])):
        cited = from_json(CitedDocument, entry)
        folder.documents.append(
            Written(cited, cited.region, document, ("documents", at))
        )


_READERS: Final[Mapping[str, Callable[[Folder, Document, Path], None]]] = {
    "item": _read_item,
    "item-overlay": _read_overlay,
    "item-places": _read_places,
    "guide": _read_guide,
    "ruling": _read_ruling,
    "scope": _read_scope,
    "regions": _read_regions,
    "documents": _read_documents,
}
