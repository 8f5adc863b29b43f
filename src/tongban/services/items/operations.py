"""Announcing local extra materials, and noting who asked for one without."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from tongban.core.access.actor import Actor
from tongban.core.access.rights import Act, check_may
from tongban.core.items.catalogue import Citation, Material, MaterialKind
from tongban.core.items.situations import situation_codes
from tongban.core.refusals import Refusal
from tongban.policy.shapes import to_json
from tongban.records.items.models import (
    NAME_MAX,
    TEXT_MAX,
    ExtraMaterialAttempt,
    PostedMaterial,
)
from tongban.services.items.catalogue import book

LOCAL_PREFIX: Final = "local-"


class PostingIncomplete(Refusal):
    """A posting names the material, says what is asked, and on what basis."""

    code = "items.posting_incomplete"


class PostingOutside(Refusal):
    """An office posts for its own region only."""

    code = "items.posting_outside"

    def __init__(self, region: str) -> None:
        super().__init__(f"The office may not post for {region}.", region=region)


class PostingRepeated(Refusal):
    """The terms hold this material already."""

    code = "items.posting_repeated"

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is asked for already.", name=name)


class PostingSituationUnknown(Refusal):
    """The posting speaks of a situation the item does not offer."""

    code = "items.posting_situation_unknown"

    def __init__(self, situation: str) -> None:
        super().__init__(f"The item does not offer {situation}.", situation=situation)


@dataclass(frozen=True, slots=True)
class NewPosting:
    """A local extra material to announce; ``when`` are situation codes."""

    region: str
    item: str
    code: str
    name: str
    text: str
    basis: Citation
    kind: MaterialKind = MaterialKind.DOCUMENT
    when: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Attempt:
    """Asking for a material the terms do not hold."""

    region: str
    item: str
    name: str
    reason: str = ""
    case_number: str = ""


@transaction.atomic
def post_local_material(new: NewPosting, *, actor: Actor, now: datetime) -> int:
    """Announce a local extra material from today and return the posting's id.

    Cases accepted in the region and below from this day may be asked for it;
    older ones may not (SD28-15 remark 1). Refuses ``access.not_allowed``,
    ``items.posting_incomplete``, ``items.posting_outside``,
    ``items.posting_repeated``, ``items.posting_situation_unknown`` and those
    of ``item_on``.
    """
    _check_complete(new)
    path = book().regions.path(new.region)
    if not path.startswith(actor.office_path):
        raise PostingOutside(new.region)
    check_may(actor, Act.PUBLISH_ITEM, item=new.item, office_path=path)
    material = _material(new, now)
    _check_new(new, material, now)
    row = PostedMaterial.objects.create(
        region=new.region,
        item=new.item,
        code=material.code,
        name=new.name,
        material=to_json(material),
        posted_on=now.date(),
        office_code=actor.office_code,
        posted_by_id=actor.account_id,
        posted_at=now,
    )
    return int(row.pk)


def record_extra_material_attempt(
    attempt: Attempt, *, actor: Actor, now: datetime
) -> None:
    """Put an attempt to ask for an unannounced material on the supervision list."""
    ExtraMaterialAttempt.objects.create(
        region=attempt.region,
        item=attempt.item,
        name=attempt.name[:NAME_MAX],
        reason=attempt.reason[:TEXT_MAX],
        case_number=attempt.case_number,
        office_code=actor.office_code,
        office_path=actor.office_path,
        asked_by_id=actor.account_id,
        asked_on=now.date(),
        asked_at=now,
    )


def _check_complete(new: NewPosting) -> None:
    said = (new.code, new.name, new.text, new.basis.document, new.basis.clause)
    if not all(words.strip() for words in said):
        raise PostingIncomplete("A posting needs code, name, text and basis.")
    if len(new.name) > NAME_MAX or len(new.text) > TEXT_MAX:
        raise PostingIncomplete("The name or the text of a posting is too long.")


def _material(new: NewPosting, now: datetime) -> Material:
    code = new.code if new.code.startswith(LOCAL_PREFIX) else LOCAL_PREFIX + new.code
    return Material(
        code=code,
        name=new.name,
        text=new.text,
        kind=new.kind,
        source=new.basis,
        when=new.when,
        local=True,
        posted_on=now.date(),
    )


def _check_new(new: NewPosting, material: Material, now: datetime) -> None:
    item = book().item_on(new.item, new.region, now.date())
    asked = (*item.materials, *item.conditional_materials)
    posted = PostedMaterial.objects.filter(
        region__in=[step.code for step in book().regions.chain(new.region)],
        item=new.item,
        code=material.code,
    )
    if new.name in {known.name for known in asked} or posted.exists():
        raise PostingRepeated(new.name)
    offered = situation_codes(item.situations)
    for situation in new.when:
        if situation not in offered:
            raise PostingSituationUnknown(situation)
