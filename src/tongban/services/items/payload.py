"""An item as the public data API and the pages' data files give it."""

from collections.abc import Sequence
from datetime import date

from tongban.core.items.catalogue import (
    CHANNEL_WORDS,
    STEP_WORDS,
    Citation,
    Guide,
    Limit,
    LimitLayer,
    Material,
    Misprint,
    Ruling,
    ServiceItem,
    SituationGroup,
    SpecialStep,
    Terms,
)
from tongban.core.items.terms import audiences_of
from tongban.policy.shapes import Json, to_json
from tongban.services.items.catalogue import book
from tongban.services.items.queries import items_on, posted_by_item, posted_on

Payload = dict[str, Json]


def items_payload(region: str, on: date) -> list[Payload]:
    """Return every published item of a region on a day, ready for JSON."""
    posted = posted_by_item(region, on)
    return [
        _payload(item, on, posted.get(item.code, ())) for item in items_on(region, on)
    ]


def item_payload(item: ServiceItem, on: date) -> Payload:
    """Return one item ready for JSON: as published, and the terms per audience.

    ``materials`` to ``basis`` are the list's own words; ``terms`` say what
    applies after the rulings to a case accepted on the day.
    """
    return _payload(item, on, posted_on(item.code, item.region, on))


def _payload(item: ServiceItem, on: date, posted: tuple[Material, ...]) -> Payload:
    applied = [
        book().terms_on(item.code, audience, item.region, on, posted)
        for audience in audiences_of(item)
    ]
    return {
        **_heading(item),
        "materials": [material_payload(material) for material in item.materials],
        "conditional_materials": [
            material_payload(material) for material in item.conditional_materials
        ],
        "limit": _item_limit(item, applied),
        "steps": [STEP_WORDS[step] for step in item.steps],
        "channels": [CHANNEL_WORDS[channel] for channel in item.channels],
        "remarks": list(item.remarks),
        "basis": list(item.basis),
        "guides": [_guide_heading(guide) for guide in item.guides],
        "situations": [_group(group) for group in item.situations],
        "special_steps": [_special(special) for special in item.special_steps],
        "misprints": [_misprint(slip) for slip in item.misprints],
        "rulings": [ruling_payload(ruling) for ruling in item.rulings],
        "form": to_json(item.form),
        "results": list(item.results),
        "keywords": list(item.keywords),
        "automatic": item.automatic,
        "places": [to_json(place) for place in item.places],
        "phones": dict(item.phones or {}),
        "sites": list(item.sites),
        "terms": [terms_payload(one) for one in applied],
    }


def _item_limit(item: ServiceItem, applied: Sequence[Terms]) -> Payload:
    """Return the published limit with every variant, those by audience included.

    Where a ruling gives an audience another limit than the list prints (item
    18: residents 10 working days), it stands among the variants.
    """
    listed = {_length(each) for each in item.limits}
    own: list[Json] = [_limit(limit) for limit in item.limits if limit.facts]
    ruled: list[Json] = [
        {**_limit(each), "facts": {"audience": [terms.audience.value]}}
        for terms in applied
        for each in terms.limits
        if _length(each) not in listed
    ]
    return {
        **limit_payload(item.limits, item.limit_printed),
        "variants": [*own, *ruled],
    }


def _length(limit: Limit) -> tuple[object, ...]:
    return (limit.immediate, limit.working_days, limit.collection_period)


def _heading(item: ServiceItem) -> Payload:
    return {
        "number": item.number,
        "code": item.code,
        "name": item.name,
        "main_item": item.main_item,
        "main_item_number": item.main_item_number,
        "region": item.region,
        "audience": [audience.value for audience in audiences_of(item)],
        "version": item.version,
        "effective_on": item.effective_on.isoformat(),
        "source": citation_payload(item.source),
    }


def terms_payload(terms: Terms) -> Payload:
    """Return what applies to one audience, ready for JSON."""
    return {
        "audience": terms.audience.value,
        "name": terms.name,
        "version": terms.version,
        "digest": terms.digest,
        "materials": [material_payload(material) for material in terms.materials],
        "limit": limit_payload(terms.limits, ""),
        "steps": [STEP_WORDS[step] for step in terms.steps],
        "channels": [CHANNEL_WORDS[channel] for channel in terms.channels],
        "guides": list(terms.guides),
        "rulings": list(terms.rulings),
        "results": list(terms.results),
    }


def material_payload(material: Material) -> Payload:
    """Return one material ready for JSON."""
    return {
        "code": material.code,
        "name": material.name,
        "text": material.text,
        "kind": material.kind.value,
        "alternatives": list(material.alternatives),
        "when": list(material.when),
        "unless": list(material.unless),
        "issuer": material.issuer,
        "original": material.original,
        "copies": material.copies,
        "stamped": material.stamped,
        "optional": material.optional,
        "pledge": to_json(material.pledge) if material.pledge else None,
        "sharing": to_json(material.sharing) if material.sharing else None,
        "valid_months": material.valid_months,
        "local": material.local,
        "posted_on": material.posted_on.isoformat() if material.posted_on else None,
        "source": citation_payload(material.source),
    }


def limit_payload(limits: tuple[Limit, ...], printed: str) -> Payload:
    """Return the limits ready for JSON.

    The headline ``immediate`` and ``working_days`` are set when one limit of
    the province (or of the highest layer there is) holds without conditions;
    ``variants`` lists those that depend on a fact, ``layers`` every limit.
    """
    headline = _headline(limits)
    return {
        "printed": printed,
        "immediate": headline is not None and headline.immediate,
        "working_days": None if headline is None else headline.working_days,
        "collection_period": headline is not None and headline.collection_period,
        "variants": [_limit(limit) for limit in limits if limit.facts],
        "layers": [_limit(limit) for limit in limits],
    }


def _headline(limits: tuple[Limit, ...]) -> Limit | None:
    plain = [limit for limit in limits if not limit.facts]
    published = [limit for limit in plain if limit.layer is LimitLayer.PROVINCE]
    if published:
        return published[0]
    depends = any(limit.layer is LimitLayer.PROVINCE for limit in limits)
    return plain[0] if plain and not depends else None


def _limit(limit: Limit) -> Payload:
    return {
        "code": limit.code,
        "label": limit.label,
        "layer": limit.layer.value,
        "immediate": limit.immediate,
        "working_days": limit.working_days,
        "collection_period": limit.collection_period,
        "facts": {fact: list(values) for fact, values in (limit.facts or {}).items()},
        "source": citation_payload(limit.source),
    }


def guide_payload(guide: Guide) -> Payload:
    """Return one guide, every heading and line, ready for JSON."""
    return {
        **_guide_heading(guide),
        "item": guide.item,
        "chapter": guide.chapter,
        "chapter_title": guide.chapter_title,
        "sections": [
            {"heading": section.heading, "lines": list(section.lines)}
            for section in guide.sections
        ],
        "flow": [to_json(box) for box in guide.flow],
        "channels": [CHANNEL_WORDS[channel] for channel in guide.channels],
        "materials": [material_payload(material) for material in guide.materials],
        "limit": limit_payload(guide.limits, ""),
        "misprints": [_misprint(slip) for slip in guide.misprints],
        "source": citation_payload(guide.source),
    }


def _guide_heading(guide: Guide) -> Payload:
    return {
        "code": guide.code,
        "name": guide.name,
        "chapter_number": guide.chapter_number,
        "audience": [audience.value for audience in guide.audiences],
    }


def ruling_payload(ruling: Ruling) -> Payload:
    """Return one ruling ready for JSON."""
    return {
        "code": ruling.code,
        "point": ruling.point,
        "field": ruling.field.value,
        "audience": [audience.value for audience in ruling.audiences],
        "wins": ruling.wins.value,
        "listed": ruling.listed,
        "guided": ruling.guided,
        "choice": ruling.choice,
        "reason": ruling.reason,
        "decided_on": ruling.decided_on.isoformat(),
        "verified": ruling.verified,
        "source": citation_payload(ruling.source),
    }


def citation_payload(citation: Citation) -> Payload:
    """Return where a sentence stands, ready for JSON."""
    return {
        "document": citation.document,
        "clause": citation.clause,
        "printed": citation.printed,
    }


def _group(group: SituationGroup) -> Payload:
    return {
        "code": group.code,
        "question": group.question,
        "multiple": group.multiple,
        "options": [
            {"code": option.code, "name": option.name, "hint": option.hint}
            for option in group.options
        ],
    }


def _special(special: SpecialStep) -> Payload:
    return {
        "step": STEP_WORDS[special.step],
        "name": special.name,
        "working_days": special.working_days,
        "counted": special.counted,
        "source": citation_payload(special.source),
    }


def _misprint(slip: Misprint) -> Payload:
    return {
        "place": slip.place,
        "printed": slip.printed,
        "corrected": slip.corrected,
        "reason": slip.reason,
    }
