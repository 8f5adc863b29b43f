"""What the catalogue says: items, terms, guides, regions, differences, search."""

from collections.abc import Mapping
from datetime import date

from tongban.core.items.catalogue import (
    Audience,
    Guide,
    Material,
    RegionCode,
    ServiceItem,
    Terms,
)
from tongban.core.items.diff import Change, find_changes
from tongban.core.items.differences import Difference
from tongban.core.items.regions import Region
from tongban.core.items.scope import ScopeTable
from tongban.policy.folder import CitedDocument
from tongban.policy.shapes import from_json
from tongban.records.items.models import PostedMaterial
from tongban.services.items import finding
from tongban.services.items.catalogue import book, files_book
from tongban.services.timekeeping.queries import today


def items_on(region: str, on: date) -> tuple[ServiceItem, ...]:
    """Return the published items of a region on a day, in the list's order."""
    return book().items_on(region, on)


def item_on(code: str, region: str, on: date) -> ServiceItem:
    """Return one item; refuses ``items.unknown`` and ``items.unpublished``."""
    return book().item_on(code, region, on)


def terms_on(code: str, audience: Audience, region: str, on: date) -> Terms:
    """Return what applies to a case of this audience accepted on a day.

    Local extra materials posted by then in the region or above are part of
    it (SD28-15). Refuses ``items.audience_unknown`` besides those of ``item_on``.
    """
    return book().terms_on(code, audience, region, on, posted_on(code, region, on))


def posted_on(code: str, region: str, on: date) -> tuple[Material, ...]:
    """Return the local extra materials posted for an item by a day."""
    return tuple(from_json(Material, row.material) for row in _posted(region, on, code))


def posted_by_item(region: str, on: date) -> Mapping[str, tuple[Material, ...]]:
    """Return the local extra materials posted in a region by a day, item to list."""
    found: dict[str, tuple[Material, ...]] = {}
    for row in _posted(region, on):
        material = from_json(Material, row.material)
        found[row.item] = (*found.get(row.item, ()), material)
    return found


def postings(region: str, on: date) -> tuple[PostedMaterial, ...]:
    """Return the public list of postings of a region on a day, newest first."""
    return tuple(reversed(_posted(region, on)))


def _posted(region: str, on: date, code: str = "") -> tuple[PostedMaterial, ...]:
    chain = [step.code for step in files_book().regions.chain(region)]
    rows = PostedMaterial.objects.filter(region__in=chain, posted_on__lte=on)
    chosen = rows.filter(item=code) if code else rows
    return tuple(chosen.order_by("posted_on", "id"))


def guide(code: str, region: str, on: date) -> Guide:
    """Return one guide; refuses ``items.guide_unknown``."""
    return book().guide_on(code, region, on)


def guides_on(region: str, on: date) -> tuple[Guide, ...]:
    """Return the guides of a region on a day, in the order of their chapters."""
    return book().guides_on(region, on)


def regions() -> tuple[Region, ...]:
    """Return every region on file, by code."""
    return tuple(sorted(files_book().regions, key=lambda region: region.code))


def region_named(code: str) -> Region:
    """Return the region of a code; refuses ``items.region_unknown``."""
    return files_book().regions.get(code)


def region_chain(code: str) -> tuple[Region, ...]:
    """Return the regions from the nation down to this one."""
    return files_book().regions.chain(code)


def regions_below(code: str) -> tuple[Region, ...]:
    """Return the regions right below this one."""
    return files_book().regions.children(code)


def region_path(code: str) -> str:
    """Return the slash path of a region, e.g. ``/370000/370700/``."""
    return files_book().regions.path(code)


def region_full_name(code: str) -> str:
    """Return the name of a region with those above it."""
    return files_book().regions.full_name(code)


def region_phones(region: str) -> Mapping[str, str]:
    """Return the phones a region publishes today, name to number."""
    phones: dict[str, str] = {}
    for sheet in book().sheets_on(region, today()):
        phones.update(sheet.phones or {})
    return phones


def region_notices(region: str, on: date) -> tuple[str, ...]:
    """Return what must be said beside a region's places, e.g. that they are a demo."""
    found = (sheet.notice for sheet in book().sheets_on(region, on))
    return tuple(dict.fromkeys(notice for notice in found if notice))


def search(text: str, region: str, on: date) -> tuple[ServiceItem, ...]:
    """Return the items that fit what a person typed, nearest first.

    Names, keywords, pinyin, initials, numbers and everyday words are read.
    """
    return finding.search(items_on(region, on), text)


def differences(region: str, on: date) -> tuple[Difference, ...]:
    """Return where list and guides differ, each with its ruling if there is one."""
    return book().differences_on(region, on)


def changes(code: str, region: str, *, before: date, after: date) -> tuple[Change, ...]:
    """Return what changed in one item between two days, in Chinese words."""
    return find_changes(item_on(code, region, before), item_on(code, region, after))


def scope(region: str) -> ScopeTable:
    """Return the province's cross-region list; refuses ``items.scope_unknown``."""
    return book().scope(region)


def documents() -> tuple[CitedDocument, ...]:
    """Return the notices and laws the catalogue cites, by short name."""
    known = files_book().documents
    return tuple(known[code] for code in sorted(known))


def has_region(code: str) -> bool:
    """Say whether a region of this code is on file."""
    return RegionCode(code) in files_book().regions


def place_name(region: str) -> str:
    """Return the name of a region, of its city or province when it is not on file."""
    for code in (region, f"{region[:4]}00", f"{region[:2]}0000"):
        if has_region(code):
            return region_full_name(code)
    return region
