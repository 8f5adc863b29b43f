"""The policy book: which items, terms and guides hold in a region on a day."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Final, TypeVar

from tongban.core.items.catalogue import (
    Audience,
    Guide,
    ItemCode,
    Material,
    RegionCode,
    Ruling,
    ServiceItem,
    Terms,
)
from tongban.core.items.differences import (
    Difference,
    differences_of,
    find_differences,
    unsettled,
    words_of,
)
from tongban.core.items.overlay import Overlay, at_region, merge
from tongban.core.items.places import PlaceSheet, places_for, with_places
from tongban.core.items.regions import RegionTree, province_of
from tongban.core.items.scope import ScopeTable
from tongban.core.items.terms import terms_of
from tongban.core.items.versions import version_on
from tongban.core.refusals import Refusal
from tongban.policy.folder import CitedDocument, Folder, Written
from tongban.policy.snapshots import with_digest

T = TypeVar("T")
TERMS_KEPT_MAX: Final = 8_192
ITEMS_KEPT_MAX: Final = 4_096


class ItemUnknown(Refusal):
    """The region has no such item on that day."""

    code = "items.unknown"

    def __init__(self, *, item: str, region: str, on: date) -> None:
        super().__init__(
            f"{region} has no item {item} on {on}.",
            item=item,
            region=region,
            on=on.isoformat(),
        )


class ItemUnpublished(Refusal):
    """List and guide differ on the item and no ruling says which applies."""

    code = "items.unpublished"

    def __init__(self, *, item: str, points: tuple[str, ...]) -> None:
        super().__init__(
            f"{item} waits for a ruling: {'; '.join(points)}.",
            item=item,
            points="；".join(points),
        )


class GuideUnknown(Refusal):
    """No guide of this code is in force on that day."""

    code = "items.guide_unknown"

    def __init__(self, *, guide: str) -> None:
        super().__init__(f"There is no guide {guide}.", guide=guide)


class ScopeUnknown(Refusal):
    """The province has published no list of what crosses regions."""

    code = "items.scope_unknown"

    def __init__(self, *, region: str) -> None:
        super().__init__(f"{region} has no cross-region list.", region=region)


class PolicyBook:
    """The catalogue of one policy folder; immutable once built.

    Regions inherit: an item written for a province holds in every place below
    it, with what each level changed put on top (PT25-5).
    """

    def __init__(self, folder: Folder) -> None:
        self.regions: Final = RegionTree(written.value for written in folder.regions)
        self.documents: Final[Mapping[str, CitedDocument]] = {
            written.value.code: written.value for written in folder.documents
        }
        self._roots = _grouped(folder.items, lambda item: item.code)
        self._overlays = _grouped(folder.overlays, lambda overlay: overlay.item)
        self._guides = _grouped(folder.guides, lambda guide: guide.item)
        self._rulings = _by_region(folder.rulings)
        self._sheets = _by_region(folder.places)
        self._scopes = _by_region(folder.scopes)
        self._resolve = lru_cache(ITEMS_KEPT_MAX)(self._build_item)
        self._terms = lru_cache(TERMS_KEPT_MAX)(self._build_terms)
        self._waiting = lru_cache(ITEMS_KEPT_MAX)(self._find_waiting)

    # --- items ---------------------------------------------------------------

    def effective_days(self) -> tuple[date, ...]:
        """Return every day on which some item or local change begins, in order."""
        starts = {
            one.value.effective_on for group in self._roots.values() for one in group
        }
        starts |= {
            one.value.effective_on for group in self._overlays.values() for one in group
        }
        return tuple(sorted(starts))

    def publishers(self) -> tuple[RegionCode, ...]:
        """Return the regions that publish items of their own, the highest first."""
        found = {place for place, _ in self._roots}
        return tuple(sorted(found, key=lambda place: (len(place), place)))

    def publisher_of(self, region: str) -> str:
        """Return the region whose items a region begins with; itself without any."""
        above = set(self._chain(region))
        return next((one for one in self.publishers() if one in above), region)

    def codes(self, region: str) -> tuple[ItemCode, ...]:
        """Return the codes of every item a region ever had, by code."""
        chain = self._chain(region)
        found = {code for place, code in self._roots if place in chain}
        return tuple(ItemCode(code) for code in sorted(found))

    def items_on(self, region: str, on: date) -> tuple[ServiceItem, ...]:
        """Return the published items of a region on a day, in the list's order.

        An item that still waits for a ruling is not among them.
        """
        return tuple(
            item
            for item in self.drafts_on(region, on)
            if not self._waiting(item.code, item.region, on)
        )

    def drafts_on(self, region: str, on: date) -> tuple[ServiceItem, ...]:
        """Return every item of a region on a day, published or waiting."""
        items = [
            item
            for code in self.codes(region)
            if (item := self.find_item(code, region, on)) is not None
        ]
        return tuple(sorted(items, key=lambda item: (item.number, item.code)))

    def item_on(self, code: str, region: str, on: date) -> ServiceItem:
        """Return one published item of a region on a day.

        Refuses ``items.unknown`` and ``items.unpublished``.
        """
        item = self.find_item(code, region, on)
        if item is None:
            raise ItemUnknown(item=code, region=region, on=on)
        waiting = self._waiting(item.code, item.region, on)
        if waiting:
            points = tuple(words_of(difference) for difference in waiting)
            raise ItemUnpublished(item=item.name, points=points)
        return item

    def find_item(self, code: str, region: str, on: date) -> ServiceItem | None:
        """Return one item of a region on a day, ruled or not, if there is one."""
        self.regions.get(region)
        return self._resolve(code, RegionCode(region), on)

    def terms_on(
        self,
        code: str,
        audience: Audience,
        region: str,
        on: date,
        posted: tuple[Material, ...] = (),
    ) -> Terms:
        """Return what applies to a case accepted on a day, with its digest.

        ``posted`` are local extra materials announced outside the folder; each
        counts from its own day of posting.
        """
        if posted:
            return self._build_terms(code, audience, RegionCode(region), on, posted)
        return self._terms(code, audience, RegionCode(region), on)

    # --- guides, rulings, differences, scope ---------------------------------

    def guides_on(self, region: str, on: date) -> tuple[Guide, ...]:
        """Return the guides of a region on a day, in the order of their chapters."""
        codes = sorted({code for _, code in self._guides})
        found = [guide for code in codes for guide in self._guides_of(code, region, on)]
        return tuple(sorted(found, key=_chapter_order))

    def guide_on(self, code: str, region: str, on: date) -> Guide:
        """Return one guide of a region on a day, or refuse."""
        for guide in self.guides_on(region, on):
            if guide.code == code:
                return guide
        raise GuideUnknown(guide=code)

    def rulings(self, region: str) -> tuple[Ruling, ...]:
        """Return the rulings that bind a region, the highest level first."""
        return tuple(
            written.value
            for place in self._chain(region)
            for written in self._rulings.get(place, ())
        )

    def differences_on(self, region: str, on: date) -> tuple[Difference, ...]:
        """Return where list and guides differ in a region's items on a day."""
        published = [
            root
            for code in self.codes(region)
            if (root := self._root(code, RegionCode(region), on)) is not None
        ]
        return find_differences(published)

    def published_differences(
        self, code: str, region: str, on: date
    ) -> tuple[Difference, ...]:
        """Return where list and guides differ on one item, before local changes."""
        root = self._root(code, RegionCode(region), on)
        return () if root is None else differences_of(root)

    def scope(self, region: str) -> ScopeTable:
        """Return the cross-region list of a region's province, or refuse."""
        for written in self._scopes.get(province_of(region), ()):
            return written.value
        raise ScopeUnknown(region=region)

    def sheets_on(self, region: str, on: date) -> tuple[PlaceSheet, ...]:
        """Return the sheets of places that hold in a region on a day."""
        found = (
            version_on((written.value for written in self._sheets.get(place, ())), on)
            for place in self._chain(region)
        )
        return tuple(sheet for sheet in found if sheet is not None)

    def sheet_days(self, region: str) -> tuple[date, ...]:
        """Return every day on which a region's own sheet of places begins."""
        written = self._sheets.get(RegionCode(region), ())
        return tuple(sorted(one.value.effective_on for one in written))

    # --- building ------------------------------------------------------------

    def parent_item_on(self, code: str, region: str, on: date) -> ServiceItem | None:
        """Return the item as the region above sees it, to compare an overlay."""
        above = self.regions.get(region).parent
        return None if above is None else self.find_item(code, above, on)

    def _chain(self, region: str) -> tuple[RegionCode, ...]:
        return tuple(step.code for step in self.regions.chain(region))

    def _root(self, code: str, region: RegionCode, on: date) -> ServiceItem | None:
        """Return the item as the highest level published it, guides attached."""
        for place in self._chain(region):
            written = self._roots.get((place, code), ())
            item = version_on((one.value for one in written), on)
            if item is not None:
                guides = self._guides_of(code, region, on)
                rulings = tuple(r for r in self.rulings(region) if code in r.items)
                return replace(item, guides=guides, rulings=rulings)
        return None

    def _build_item(
        self, code: str, region: RegionCode, on: date
    ) -> ServiceItem | None:
        item = self._root(code, region, on)
        if item is None:
            return None
        for place in self._chain(region):
            overlay = self._overlay(code, place, on)
            if overlay is not None:
                item = merge(item, overlay)
        for sheet in self.sheets_on(region, on):
            item = with_places(item, sheet)
        places = places_for(self.regions, item.places, region)
        return replace(at_region(item, region), places=places)

    def _overlay(self, code: str, place: RegionCode, on: date) -> Overlay | None:
        written = self._overlays.get((place, code), ())
        return version_on((one.value for one in written), on)

    def _guides_of(self, code: str, region: str, on: date) -> tuple[Guide, ...]:
        """Return the item's guides; a lower region's guide replaces one by code."""
        found: dict[str, Guide] = {}
        for place in self._chain(region):
            written = self._guides.get((place, code), ())
            names = dict.fromkeys(one.value.code for one in written)
            for name in names:
                same = (one.value for one in written if one.value.code == name)
                guide = version_on(same, on)
                if guide is not None:
                    found[name] = guide
        return tuple(sorted(found.values(), key=_chapter_order))

    def _find_waiting(
        self, code: str, region: RegionCode, on: date
    ) -> tuple[Difference, ...]:
        return unsettled(self.published_differences(code, region, on))

    def _build_terms(
        self,
        code: str,
        audience: Audience,
        region: RegionCode,
        on: date,
        posted: tuple[Material, ...] = (),
    ) -> Terms:
        item = self.item_on(code, region, on)
        if posted:
            extra = (*item.conditional_materials, *posted)
            item = replace(item, conditional_materials=extra)
        return with_digest(terms_of(item, audience, on))


def _grouped(
    written: Iterable[Written[T]], code_of: Callable[[T], str]
) -> dict[tuple[RegionCode, str], tuple[Written[T], ...]]:
    found: dict[tuple[RegionCode, str], tuple[Written[T], ...]] = {}
    for one in written:
        key = (one.region, code_of(one.value))
        found[key] = (*found.get(key, ()), one)
    return found


def _by_region(
    written: Iterable[Written[T]],
) -> dict[RegionCode, tuple[Written[T], ...]]:
    found: dict[RegionCode, tuple[Written[T], ...]] = {}
    for one in written:
        found[one.region] = (*found.get(one.region, ()), one)
    return found


_CHAPTERS: Final = "一二三四五六七八九"


def _chapter_order(guide: Guide) -> tuple[tuple[int, ...], str]:
    """Order 一1.2 before 一10.1: the part's numeral, then its numbers."""
    part, rest = guide.chapter_number[:1], guide.chapter_number[1:]
    numbers = [int(number) for number in rest.split(".") if number.isdecimal()]
    return (_CHAPTERS.find(part), *numbers), guide.code
