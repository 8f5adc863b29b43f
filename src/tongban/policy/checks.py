"""What the files say about one another: names, codes, versions, references."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from pathlib import PurePosixPath
from typing import Final, TypeVar

from tongban.core.items.catalogue import (
    DifferenceField,
)
from tongban.core.items.versions import Dated, find_overlaps
from tongban.policy.folder import Folder, Written
from tongban.policy.reading import Data, Document, Place, Problem

D = TypeVar("D", bound=Dated)
T = TypeVar("T")
_UNSAID: Final = "-"


def find_problems(folder: Folder) -> tuple[Problem, ...]:
    """Return every mistake that shows only when the files are read together."""
    return tuple(problem for check in _CHECKS for problem in check(folder))


def _names(folder: Folder) -> Iterator[Problem]:
    for item in folder.items:
        yield from _name(item, item.value.code)
    for overlay in folder.overlays:
        yield from _name(overlay, overlay.value.item)
    for guide in folder.guides:
        yield from _name(guide, guide.value.code)


def _name(written: Written[T], code: str) -> Iterator[Problem]:
    stem = PurePosixPath(written.document.file).name.removesuffix(".yaml")
    if stem != code:
        yield Problem(
            written.document.file,
            written.document.line(("code",)),
            f"文件名“{stem}”与编码“{code}”不一致",
        )


def _regions(folder: Folder) -> Iterator[Problem]:
    known = {written.value.code for written in folder.regions}
    for written in folder.regions:
        parent = written.value.parent
        if parent is not None and parent not in known:
            yield written.problem(
                f"“{written.value.name}”的上级区划{parent}没有登记", "code"
            )
    yield from _repeated(folder.regions, lambda region: region.code, "区划编码")
    if not any(name.startswith("regions/") for name in folder.broken):
        for one in _placed(folder):
            if one.region not in known:
                yield one.problem(f"区划{one.region}没有登记")
    for sheet in folder.places:
        if sheet.value.region != sheet.region:
            yield sheet.problem("区划与所在文件夹不一致", "region")


def _placed(folder: Folder) -> Iterator[Written[object]]:
    yield from folder.items
    yield from folder.overlays
    yield from folder.guides
    yield from folder.rulings
    yield from folder.places
    yield from folder.scopes


def _repeated(
    written: Iterable[Written[T]], key_of: Callable[[T], Hashable], word: str
) -> Iterator[Problem]:
    seen: dict[Hashable, Written[T]] = {}
    for one in written:
        key = key_of(one.value)
        first = seen.setdefault(key, one)
        if first is not one:
            where = f"{first.document.file}:{first.document.line(first.place)}"
            yield one.problem(f"{word}“{key}”重复，已写在{where}")


def _codes(folder: Folder) -> Iterator[Problem]:
    yield from _repeated(folder.documents, lambda document: document.code, "文件简称")
    yield from _repeated(folder.rulings, lambda ruling: ruling.code, "口径编码")
    for document in folder.read:
        yield from _repeated_in(document, (), document.data)


_CODED: Final = frozenset(
    {"materials", "conditional_materials", "limits", "options", "flow", "situations"}
)


def _repeated_in(document: Document, place: Place, data: Data) -> Iterator[Problem]:
    """Find a code said twice in one list of coded things, at any depth."""
    if isinstance(data, list):
        seen: set[Hashable] = set()
        for at, part in enumerate(data):
            yield from _repeated_in(document, (*place, at), part)
            code = part.get("code") if isinstance(part, dict) else None
            if place and place[-1] in _CODED and isinstance(code, str):
                if code in seen:
                    yield document.problem((*place, at), f"编码“{code}”写了两次")
                seen.add(code)
    elif isinstance(data, dict):
        for key, part in data.items():
            yield from _repeated_in(document, (*place, key), part)


def _versions(folder: Folder) -> Iterator[Problem]:
    yield from _overlaps(folder.items, lambda item: item.code)
    yield from _overlaps(folder.overlays, lambda overlay: overlay.item)
    yield from _overlaps(folder.guides, lambda guide: guide.code)
    yield from _overlaps(folder.places, lambda sheet: sheet.region)


def _overlaps(
    written: Iterable[Written[D]], code_of: Callable[[D], str]
) -> Iterator[Problem]:
    groups: dict[tuple[str, str], list[Written[D]]] = {}
    for one in written:
        groups.setdefault((one.region, code_of(one.value)), []).append(one)
    for (_, code), group in groups.items():
        by_value = {id(one.value): one for one in group}
        for first, second in find_overlaps(one.value for one in group):
            one, other = by_value[id(first)], by_value[id(second)]
            where = f"{one.document.file}:{one.document.line(one.place)}"
            words = f"“{code}”的两个版本在同一天有效：本版本与{where}"
            yield other.problem(words, "effective_on")


def _citations(folder: Folder) -> Iterator[Problem]:
    known = {written.value.code for written in folder.documents}
    for document in folder.read:
        for place, code in _cited(document.data, ()):
            if code not in known:
                yield document.problem(place, f"引用的文件“{code}”没有登记")


def _cited(data: Data, place: Place) -> Iterator[tuple[Place, str]]:
    if isinstance(data, dict):
        code = data.get("document")
        if isinstance(code, str) and "clause" in data:
            yield (*place, "document"), code
        for key, part in data.items():
            yield from _cited(part, (*place, key))
    elif isinstance(data, list):
        for at, part in enumerate(data):
            yield from _cited(part, (*place, at))


def _references(folder: Folder) -> Iterator[Problem]:
    known = _known_items(folder)
    for guide in folder.guides:
        if guide.value.item not in known:
            yield guide.problem(f"指南对应的事项“{guide.value.item}”不存在", "item")
    for ruling in folder.rulings:
        for at, code in enumerate(ruling.value.items):
            if code not in known:
                yield ruling.problem(f"口径对应的事项“{code}”不存在", "items", at)
    yield from _scope_references(folder, known)


def _scope_references(folder: Folder, known: frozenset[str]) -> Iterator[Problem]:
    for table in folder.scopes:
        for at, row in enumerate(table.value.rows):
            for code in row.items or ():
                if code not in known:
                    words = f"通办清单对应的事项“{code}”不存在"
                    yield table.problem(words, "rows", at, "items")


def _known_items(folder: Folder) -> frozenset[str]:
    """Return item codes by file name too, so one broken file hides no other."""
    named = {path.stem for path in (folder.root / "items").glob("*/*.yaml")}
    return frozenset(named | {item.value.code for item in folder.items})


def _rulings(folder: Folder) -> Iterator[Problem]:
    claims = [
        Written(
            (item, ruling.value.field, audience),
            ruling.region,
            ruling.document,
            ("field",),
        )
        for ruling in folder.rulings
        if ruling.value.field is not DifferenceField.PARAMETER
        for item in ruling.value.items
        for audience in (ruling.value.audiences or (None,))
    ]
    seen: dict[Hashable, str] = {}
    for claim in claims:
        item, field, _ = claim.value
        first = seen.setdefault(claim.value, claim.document.file)
        if first != claim.document.file:
            words = f"两条口径规定同一点（{item}的{field.value}）：本条与{first}"
            yield claim.document.problem(claim.place, words)


_CHECKS: Final[tuple[Callable[[Folder], Iterator[Problem]], ...]] = (
    _names,
    _regions,
    _codes,
    _versions,
    _citations,
    _references,
    _rulings,
)
