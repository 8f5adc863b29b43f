"""The form of an item on paper: blank to fill in by hand, or a filled sample."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tongban.core.access.actor import ActorKind
from tongban.core.items.catalogue import Audience, Terms
from tongban.core.items.situations import materials_for, situation_codes
from tongban.core.json_values import JsonObject
from tongban.portals.citizen.doors import DOORS
from tongban.portals.citizen.guide_page import answers_in
from tongban.portals.citizen.items import audience_for
from tongban.portals.shared.filling.form import Filling, TableField, groups_of
from tongban.portals.shared.filling.places import place_names
from tongban.portals.shared.layout.fields import Field, FieldKind
from tongban.portals.shared.layout.frame import region_of
from tongban.portals.shared.layout.parts import Crumb
from tongban.services.access.rules import public
from tongban.services.demo.samples import sample_situations
from tongban.services.guidance.questions import filled_sample
from tongban.services.items.queries import item_on, terms_on
from tongban.services.timekeeping.queries import today

SAMPLE: Final = "sample"
BLANK_ROWS: Final = 3
TICKED, EMPTY_BOX = "☑", "□"


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of the form; ``value`` is empty on a blank one."""

    label: str
    value: str
    hint: str
    is_long: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Several rows of the same entries."""

    label: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """Entries under one heading."""

    name: str
    lines: tuple[Line, ...]
    tables: tuple[Table, ...]


@dataclass(frozen=True, slots=True)
class FormPage:
    """What the sheet draws."""

    name: str
    number: int
    region_name: str
    audience: str
    is_sample: bool
    situation_words: str
    parts: tuple[Part, ...]
    papers: tuple[str, ...]
    guide_url: str
    other_url: str
    version: str
    crumbs: tuple[Crumb, ...]


@public
@require_safe
def item_form(request: HttpRequest, code: str) -> HttpResponse:
    """Show the form of one item; ``fill=sample`` shows it filled in."""
    region, day = region_of(request), today()
    found = item_on(code, region.code, day)
    audience = audience_for(request, found)
    terms = terms_on(code, audience, region.code, day)
    answers = answers_in(request.GET, terms.situations)
    is_sample = request.GET.get("fill") == SAMPLE
    chosen = answers or frozenset(sample_situations(terms))
    asked = answers or situation_codes(terms.situations)
    values: JsonObject = (
        filled_sample(terms, on=day, situations=chosen, is_firm=_is_firm(audience))
        if is_sample
        else {}
    )
    query = request.GET.copy()
    query["as"] = audience.value
    query["fill"] = "" if is_sample else SAMPLE
    page = FormPage(
        name=terms.name,
        number=found.number,
        region_name=region.name,
        audience=audience.value,
        is_sample=is_sample,
        situation_words=_names(terms, chosen if is_sample or answers else ()),
        parts=_parts(terms, chosen if is_sample else asked, values),
        papers=tuple(one.name for one in materials_for(terms, chosen)),
        guide_url=f"{reverse('item', args=[code])}?as={audience.value}",
        other_url=f"{request.path}?{query.urlencode()}",
        version=found.version,
        crumbs=(
            Crumb("我要办", reverse("items")),
            Crumb(terms.name, reverse("item", args=[code])),
            Crumb("填写样例" if is_sample else "空白表"),
        ),
    )
    return render(request, "citizen/item_form.html", {"page": page})


def _is_firm(audience: Audience) -> bool:
    """Say whether an organisation fills in the form."""
    return any(
        audience in door.audiences and door.kind is not ActorKind.CITIZEN
        for door in DOORS
    )


def _names(terms: Terms, chosen: Iterable[str]) -> str:
    codes = frozenset(chosen)
    return "、".join(
        option.name
        for group in terms.situations
        for option in group.options
        if option.code in codes
    )


def _parts(
    terms: Terms, situations: Iterable[str], values: JsonObject
) -> tuple[Part, ...]:
    filling = Filling(values, {}, {}, place_names())
    rules: Any = terms.form.get("properties", {})
    parts = []
    for group in groups_of(terms.form, situations, filling):
        lines = tuple(
            _line(entry, _when(terms, rules.get(entry.name, {})), filled=bool(values))
            for entry in group.entries
            if isinstance(entry, Field)
        )
        tables = tuple(
            _table(entry, filled=bool(values))
            for entry in group.entries
            if isinstance(entry, TableField)
        )
        parts.append(Part(group.name, lines, tables))
    return tuple(parts)


def _when(terms: Terms, rules: Mapping[str, Any]) -> str:
    names = _names(terms, rules.get("x-when", ()))
    return f"{names}时填" if names else ""


def _line(entry: Field, when: str, *, filled: bool) -> Line:
    must = "" if entry.required or when else "选填"
    hint = "；".join(words for words in (when, must, entry.hint) if words)
    return Line(entry.label, _value(entry, filled=filled), hint, entry.kind in _LONG)


_LONG: Final = frozenset({FieldKind.LONG_TEXT})


def _value(entry: Field, *, filled: bool) -> str:
    if entry.options:
        return "　".join(
            f"{TICKED if one.chosen else EMPTY_BOX} {one.words}"
            for one in entry.options
        )
    if entry.kind is FieldKind.YES_NO:
        return f"{TICKED if entry.value == 'yes' else EMPTY_BOX} 是"
    return f"{entry.value}{entry.unit}" if filled and entry.value else entry.unit


def _table(entry: TableField, *, filled: bool) -> Table:
    columns = tuple(field.label for field in entry.rows[0]) if entry.rows else ()
    rows = tuple(
        tuple(_value(field, filled=filled) for field in row) for row in entry.rows
    )
    blank = tuple("" for _ in columns)
    more = BLANK_ROWS - len(rows)
    return Table(entry.label, columns, rows + (blank,) * max(more, 0))
