"""Taking in, at the window, what an open notice asked for (补正)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from django.http import HttpRequest

from tongban.core.access.actor import Actor, Role
from tongban.core.json_values import Json
from tongban.portals.desk.counter.sheet import codes_of_places, place_names
from tongban.portals.desk.doors import has_role
from tongban.portals.desk.sending import envelope_of
from tongban.portals.shared.filling.form import FillGroup, Filling, groups_of, read_form
from tongban.services.access.rules import acting
from tongban.services.cases.envelope import Envelope
from tongban.services.cases.notices import add_materials, answer_notice, correct_form
from tongban.services.cases.pledges import make_pledge
from tongban.services.cases.queries.page import case_page
from tongban.services.cases.queries.page_values import CasePage, LackLine
from tongban.services.files.operations import Upload, store_upload
from tongban.services.timekeeping.queries import now, today

FIELD: Final = "field:"
PAPER: Final = "cured"
PLEDGE: Final = "pledged"
UPLOAD: Final = "upload."


@dataclass(frozen=True, slots=True)
class Curing:
    """What the open notice asked for, ready to be taken in."""

    lacks: tuple[LackLine, ...]
    groups: tuple[FillGroup, ...]
    places: tuple[str, ...]


def curing_of(actor: Actor, page: CasePage) -> Curing | None:
    """Return the form that takes in what is still lacking; windows only."""
    if page.state != "waiting" or not has_role(actor, Role.CLERK, Role.HELPER):
        return None
    named = _named_fields(page)
    groups = groups_of(_schema(page, named), page.situations, _empty_filling())
    return Curing(page.lacks, groups, tuple(place_names().values()) if named else ())


def _empty_filling() -> Filling:
    return Filling(values={}, faults={}, prefill={}, place_names=place_names())


def _named_fields(page: CasePage) -> tuple[str, ...]:
    return tuple(
        lack.subject.removeprefix(FIELD)
        for lack in page.lacks
        if lack.is_field and not lack.cured
    )


def _schema(page: CasePage, named: tuple[str, ...]) -> dict[str, Any]:
    """Return the part of the form the notice named."""
    properties: Any = page.terms.form.get("properties", {})
    return {"properties": {name: properties[name] for name in named}}


def run(request: HttpRequest, number: str) -> str:
    """Take in what was brought; when all is there, the clock runs on.

    Each part is a command of its own: what was taken in stays, whatever the
    next one refuses.
    """
    envelopes = _envelopes(request)
    page = case_page(acting(request), number, today=today())
    for material in request.POST.getlist(PLEDGE):
        make_pledge(next(envelopes), number=number, material=material)
    files, papers = _uploads(request, page), tuple(request.POST.getlist(PAPER))
    if files or papers:
        add_materials(next(envelopes), number=number, files=files, papers=papers)
    changes = _changes(request, page)
    if changes:
        correct_form(next(envelopes), number=number, changes=changes)
    page = case_page(acting(request), number, today=today())
    if all(lack.cured for lack in page.lacks):
        answer_notice(next(envelopes), number=number)
        return "补正材料已收齐，办理时限继续计算。"
    return "已收下。还有内容没有补齐，收齐后办理时限继续计算。"


def _envelopes(request: HttpRequest) -> Iterator[Envelope]:
    """Return envelopes with keys of their own; only the first checks the version."""
    first = envelope_of(request)
    yield first
    count = 1
    while True:
        yield replace(first, key=f"{first.key}-{count}", version=None)
        count += 1


def _uploads(request: HttpRequest, page: CasePage) -> dict[str, tuple[str, ...]]:
    present = sum(len(line.files) for line in page.materials)
    kept: dict[str, tuple[str, ...]] = {}
    for name in request.FILES:
        material = name.removeprefix(UPLOAD)
        for sent in request.FILES.getlist(name):
            card = store_upload(
                acting(request),
                Upload(sent.name or "", sent.chunks()),
                now=now(),
                party_id=page.party_id,
                present=present,
            )
            present += 1
            kept[material] = (*kept.get(material, ()), str(card.id))
    return kept


def _changes(request: HttpRequest, page: CasePage) -> dict[str, Json]:
    schema = _schema(page, _named_fields(page))
    return read_form(schema, page.situations, request.POST, places=codes_of_places())
