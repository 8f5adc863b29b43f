"""What a lower region changes in an item of the region above (下级细化).

Nation, province, city, county, town and village share one item (CN39-四,
PT25-5). A lower one writes down only what it changes; ``merge`` puts the
change on top, ``burdens.find_burdens`` says whether it was allowed to.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from tongban.core.items.catalogue import (
    Audience,
    Channel,
    Citation,
    Guide,
    ItemCode,
    JsonValue,
    Limit,
    Material,
    Place,
    RegionCode,
    ServiceItem,
    SituationGroup,
    SpecialStep,
    Step,
)

T = TypeVar("T")
Written = TypeVar("Written")


@dataclass(frozen=True, slots=True)
class Overlay:
    """The change one region makes to one item from a day on.

    ``None`` leaves a field as it is. Lists of things with a code add to or
    replace by code; plain lists add; ``steps``, ``special_steps``, ``audiences``
    and ``form`` replace the whole. ``dropped_…`` take away by code.
    """

    item: ItemCode
    region: RegionCode
    effective_on: date
    version: str
    source: Citation
    ends_on: date | None = None
    name: str | None = None
    audiences: tuple[Audience, ...] | None = None
    materials: tuple[Material, ...] = ()
    conditional_materials: tuple[Material, ...] = ()
    dropped_materials: tuple[str, ...] = ()
    situations: tuple[SituationGroup, ...] = ()
    limits: tuple[Limit, ...] = ()
    dropped_limits: tuple[str, ...] = ()
    limit_printed: str | None = None
    steps: tuple[Step, ...] | None = None
    channels: tuple[Channel, ...] = ()
    dropped_channels: tuple[Channel, ...] = ()
    special_steps: tuple[SpecialStep, ...] | None = None
    remarks: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    form: Mapping[str, JsonValue] | None = None
    results: tuple[str, ...] = ()
    automatic: bool | None = None
    places: tuple[Place, ...] = ()
    phones: Mapping[str, str] | None = None
    sites: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    delegations: Mapping[str, tuple[Step, ...]] | None = None


def merge(parent: ServiceItem, overlay: Overlay) -> ServiceItem:
    """Return the item as it holds in the overlay's region.

    The overlay's materials and channels reach the guides too, so that a guide
    that wins over the list cannot bring back what the region has dropped.
    """
    return replace(
        parent,
        region=overlay.region,
        name=_or(overlay.name, parent.name),
        audiences=_or(overlay.audiences, parent.audiences),
        materials=_materials(parent.materials, overlay.materials, overlay),
        conditional_materials=_materials(
            parent.conditional_materials, overlay.conditional_materials, overlay
        ),
        situations=_by_code(parent.situations, overlay.situations, _group_code),
        limits=_limits(parent.limits, overlay),
        limit_printed=_or(overlay.limit_printed, parent.limit_printed),
        steps=_or(overlay.steps, parent.steps),
        channels=_channels(parent.channels, overlay),
        special_steps=_or(overlay.special_steps, parent.special_steps),
        remarks=_joined(parent.remarks, overlay.remarks),
        basis=_joined(parent.basis, overlay.basis),
        form=_or(overlay.form, parent.form),
        results=_joined(parent.results, overlay.results),
        automatic=_or(overlay.automatic, parent.automatic),
        places=_joined(parent.places, overlay.places),
        phones={**(parent.phones or {}), **(overlay.phones or {})} or None,
        sites=_joined(parent.sites, overlay.sites),
        keywords=_joined(parent.keywords, overlay.keywords),
        delegations={**(parent.delegations or {}), **(overlay.delegations or {})}
        or None,
        effective_on=max(parent.effective_on, overlay.effective_on),
        version=f"{parent.version}+{overlay.region}.{overlay.version}",
        guides=tuple(_guide(guide, overlay) for guide in parent.guides),
    )


def at_region(item: ServiceItem, region: RegionCode) -> ServiceItem:
    """Return the same item seen from a region that changes nothing."""
    return replace(item, region=region)


def _guide(guide: Guide, overlay: Overlay) -> Guide:
    changed = {
        material.code: material
        for material in (*overlay.materials, *overlay.conditional_materials)
    }
    return replace(
        guide,
        materials=tuple(
            changed.get(material.code, material)
            for material in guide.materials
            if material.code not in overlay.dropped_materials
        ),
        limits=_limits_of_guide(guide.limits, overlay),
        channels=_channels(guide.channels, overlay),
    )


def _limits_of_guide(limits: tuple[Limit, ...], overlay: Overlay) -> tuple[Limit, ...]:
    changed = {limit.code: limit for limit in overlay.limits}
    return tuple(
        changed.get(limit.code, limit)
        for limit in limits
        if limit.code not in overlay.dropped_limits
    )


def _materials(
    above: tuple[Material, ...], below: tuple[Material, ...], overlay: Overlay
) -> tuple[Material, ...]:
    moved = {
        material.code
        for material in (*overlay.materials, *overlay.conditional_materials)
        if material not in below
    }
    gone = moved | set(overlay.dropped_materials)
    kept = tuple(material for material in above if material.code not in gone)
    return _by_code(kept, below, lambda material: material.code)


def _limits(above: tuple[Limit, ...], overlay: Overlay) -> tuple[Limit, ...]:
    kept = tuple(limit for limit in above if limit.code not in overlay.dropped_limits)
    return _by_code(kept, overlay.limits, lambda limit: limit.code)


def _channels(above: tuple[Channel, ...], overlay: Overlay) -> tuple[Channel, ...]:
    kept = tuple(way for way in above if way not in overlay.dropped_channels)
    return _joined(kept, overlay.channels)


def _group_code(group: SituationGroup) -> str:
    return group.code


def _by_code(
    above: tuple[T, ...], below: tuple[T, ...], code_of: Callable[[T], str]
) -> tuple[T, ...]:
    merged = {code_of(thing): thing for thing in above}
    merged.update((code_of(thing), thing) for thing in below)
    return tuple(merged.values())


def _joined(above: Iterable[T], below: Iterable[T]) -> tuple[T, ...]:
    found: list[T] = []
    for thing in (*above, *below):
        if thing not in found:
            found.append(thing)
    return tuple(found)


def _or(changed: Written | None, kept: Written) -> Written:
    return kept if changed is None else changed
