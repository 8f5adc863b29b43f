"""What applies to one application: an item seen by one audience, rulings applied."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from tongban.core.items.catalogue import (
    Audience,
    Channel,
    DifferenceField,
    Guide,
    Limit,
    Material,
    Ruling,
    ServiceItem,
    Step,
    Terms,
    Winner,
)
from tongban.core.items.limits import limits_of_audience
from tongban.core.items.rulings import ruling_for
from tongban.core.refusals import Refusal

T = TypeVar("T")


class AudienceUnknown(Refusal):
    """The item does not serve this audience."""

    code = "items.audience_unknown"

    def __init__(self, *, item: str, audience: str) -> None:
        super().__init__(
            f"{item} does not serve {audience}.", item=item, audience=audience
        )


@dataclass(frozen=True, slots=True)
class _View:
    """One item for one audience: its guide, and who wins on which field."""

    item: ServiceItem
    audience: Audience
    guide: Guide | None

    @property
    def is_listed(self) -> bool:
        """Whether the list itself serves this audience."""
        return is_listed(self.item, self.audience)

    def ruling(self, field: DifferenceField) -> Ruling | None:
        return ruling_for(
            self.item.rulings,
            item=self.item.code,
            audience=self.audience,
            field=field,
        )

    def winner(self, field: DifferenceField) -> Winner:
        """Return whose text applies; without any guide it is always the list."""
        if self.text is None:
            return Winner.LIST
        if not self.is_listed:
            return Winner.GUIDE
        ruling = self.ruling(field)
        return Winner.LIST if ruling is None else ruling.wins

    @property
    def text(self) -> Guide | None:
        """Return the guide a ruling can speak of: the audience's own, or another's."""
        return self.guide or next(iter(self.item.guides), None)


def audiences_of(item: ServiceItem) -> tuple[Audience, ...]:
    """Return whom the item serves: by the list first, then by its guides."""
    guided = (audience for guide in item.guides for audience in guide.audiences)
    return tuple(dict.fromkeys((*item.audiences, *guided)))


def guide_for(item: ServiceItem, audience: Audience) -> Guide | None:
    """Return the guide of this item for this audience, if one was published."""
    for guide in item.guides:
        if audience in guide.audiences:
            return guide
    return None


def is_listed(item: ServiceItem, audience: Audience) -> bool:
    """Say whether the list knows this audience's service, and not a guide alone.

    Where one chapter holds two guides of an item, the one that bears another
    name describes a service the list does not name (SD28-指南二1.2).
    """
    guide = guide_for(item, audience)
    if audience not in item.audiences:
        return False
    if guide is None or guide.name == item.name:
        return True
    return not any(
        other.chapter == guide.chapter and other.name == item.name
        for other in item.guides
    )


def terms_of(item: ServiceItem, audience: Audience, on: date) -> Terms:
    """Return the terms of the item for this audience on a day, without a digest.

    Local extra materials are part of them only from the day they were posted
    (SD28-15 remark 1, SD28-16). Refuses an audience the item does not serve.
    """
    if audience not in audiences_of(item):
        raise AudienceUnknown(item=item.name, audience=audience)
    view = _View(item, audience, guide_for(item, audience))
    return Terms(
        item=item.code,
        number=item.number,
        name=_name(view),
        audience=audience,
        region=item.region,
        version=item.version,
        steps=_steps(view),
        channels=_channels(view),
        situations=item.situations,
        materials=in_force(_materials(view), on),
        limits=_limits(view),
        special_steps=item.special_steps,
        form=item.form,
        results=item.results,
        effect=item.effect,
        automatic=item.automatic,
        delegations=item.delegations or {},
        source=item.source,
        rulings=_applied(view),
        guides=() if view.guide is None else (view.guide.code,),
    )


def in_force(materials: Iterable[Material], on: date) -> tuple[Material, ...]:
    """Return the materials that may be asked for in a case accepted on this day.

    A local extra one must have been posted by then (SD28-15, SD28-16).
    """
    return tuple(
        material
        for material in materials
        if not material.local
        or (material.posted_on is not None and material.posted_on <= on)
    )


def _name(view: _View) -> str:
    if view.text is not None and view.winner(DifferenceField.NAME) is Winner.GUIDE:
        return view.text.name
    return view.item.name


def _materials(view: _View) -> tuple[Material, ...]:
    """Return base then conditional materials, by the ruling on each.

    A ruling on the base materials leaves the conditional ones of the remarks
    in force; only a ruling on these themselves takes them away, never local ones.
    """
    guided = () if view.text is None else view.text.materials
    base = _choose(
        view,
        DifferenceField.MATERIALS,
        listed=view.item.materials,
        guided=guided,
        own=lambda ruling: ruling.own_materials,
    )
    if view.winner(DifferenceField.CONDITIONAL_MATERIALS) is Winner.GUIDE:
        listed = {material.code for material in view.item.conditional_materials}
        local = tuple(m for m in view.item.conditional_materials if m.local)
        extra = (*(m for m in guided if m.code in listed), *local)
    else:
        extra = view.item.conditional_materials
    return _union(base, extra, lambda material: material.code)


def _limits(view: _View) -> tuple[Limit, ...]:
    guided = () if view.text is None else view.text.limits
    layers = {limit.layer for limit in guided}
    other = tuple(limit for limit in view.item.limits if limit.layer not in layers)
    chosen = _choose(
        view,
        DifferenceField.LIMIT,
        listed=view.item.limits,
        guided=(*guided, *other),
        own=lambda ruling: ruling.own_limits,
    )
    return limits_of_audience(chosen, view.audience)


def _channels(view: _View) -> tuple[Channel, ...]:
    return _choose(
        view,
        DifferenceField.CHANNELS,
        listed=view.item.channels,
        guided=() if view.text is None else view.text.channels,
        own=lambda ruling: ruling.own_channels,
    )


def _steps(view: _View) -> tuple[Step, ...]:
    if not view.is_listed and view.ruling(DifferenceField.STEPS) is None:
        return view.item.steps
    return _choose(
        view,
        DifferenceField.STEPS,
        listed=view.item.steps,
        guided=() if view.text is None else steps_of_flow(view.text),
        own=lambda ruling: ruling.own_steps,
    )


def steps_of_flow(guide: Guide) -> tuple[Step, ...]:
    """Return the steps the guide's flow passes, in the order of the vocabulary."""
    passed = {box.step for box in guide.flow}
    return tuple(step for step in Step if step in passed)


def _choose(
    view: _View,
    field: DifferenceField,
    *,
    listed: tuple[T, ...],
    guided: tuple[T, ...],
    own: Callable[[Ruling], tuple[T, ...]],
) -> tuple[T, ...]:
    winner = view.winner(field)
    if winner is Winner.GUIDE:
        return guided
    if winner is Winner.BOTH:
        return _union(listed, guided, _identity)
    ruling = view.ruling(field) if winner is Winner.OWN else None
    return (own(ruling) if ruling is not None else ()) or listed


def _identity(thing: object) -> object:
    return getattr(thing, "code", thing)


def _union(
    first: tuple[T, ...], second: tuple[T, ...], key: Callable[[T], object]
) -> tuple[T, ...]:
    merged = {key(thing): thing for thing in first}
    for thing in second:
        merged.setdefault(key(thing), thing)
    return tuple(merged.values())


def _applied(view: _View) -> tuple[str, ...]:
    """Name the rulings behind these terms: one per field, and every parameter."""
    fields = set(DifferenceField) if view.is_listed else {DifferenceField.ITEM}
    fields.discard(DifferenceField.PARAMETER)
    ruled = [view.ruling(field) for field in DifferenceField if field in fields]
    parameters = [
        ruling
        for ruling in view.item.rulings
        if ruling.field is DifferenceField.PARAMETER
        and (not ruling.audiences or view.audience in ruling.audiences)
    ]
    found = (*ruled, *parameters)
    return tuple(dict.fromkeys(ruling.code for ruling in found if ruling is not None))
