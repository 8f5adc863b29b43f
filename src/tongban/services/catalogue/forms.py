"""The form of a draft: its fields, where their answers come from, what was sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from tongban.core.access.actor import Actor
from tongban.core.items.catalogue import CHANNEL_WORDS, LimitLayer
from tongban.core.refusals import Refusal
from tongban.policy.folder import is_sheet
from tongban.policy.overlay_form import Answers, Part, form_of, read_form
from tongban.policy.overlays import Body, body_of
from tongban.services.catalogue.completing import completed
from tongban.services.catalogue.drafting import Impact, body_in_force, impact_of
from tongban.services.catalogue.operations import Draft, with_draft
from tongban.services.catalogue.queries import change_of
from tongban.services.items.catalogue import book, files_book

LAYER_WORDS: Final[Mapping[str, str]] = {
    LimitLayer.PROMISE.value: "本机构承诺",
    LimitLayer.CITY.value: "市级规定",
}
Choice = tuple[str, str]


class DayUnreadable(Refusal):
    """What was sent as the first day is no day."""

    code = "catalogue.day_unreadable"

    def __init__(self) -> None:
        super().__init__("Not a day.")


@dataclass(frozen=True, slots=True)
class DraftForm:
    """The fields of a draft, what stands in them, and the answers on offer."""

    parts: tuple[Part, ...]
    body: Body
    options: Mapping[str, tuple[Choice, ...]]


@dataclass(frozen=True, slots=True)
class DraftLook:
    """What a draft would be with what a form says: nothing is kept."""

    text: str
    impact: Impact


def draft_form(actor: Actor, number: str, *, draft: Draft | None = None) -> DraftForm:
    """Return the form of a change as it stands, or as somebody just filled it in."""
    row = change_of(actor, number)
    body = body_of(row.text) if draft is None else draft.body
    parts = form_of(row.subject)
    return DraftForm(parts, body, _options(row.region, row.subject, row.effective_on))


def read_draft(
    actor: Actor, number: str, *, answers: Answers, day: str, reason: str
) -> Draft:
    """Return what a form says, completed; refuses ``catalogue.day_unreadable``."""
    row = change_of(actor, number)
    try:
        effective_on = date.fromisoformat(day)
    except ValueError as fault:
        raise DayUnreadable from fault
    typed = read_form(form_of(row.subject), answers, body_of(row.text))
    former = body_in_force(row.region, row.subject, effective_on)
    body = completed(typed, former=former, region=row.region, effective_on=effective_on)
    return Draft(body, effective_on, reason)


def look_at(actor: Actor, number: str, draft: Draft) -> DraftLook:
    """Return what a draft would change and what stands against it."""
    candidate = with_draft(change_of(actor, number), draft)
    return DraftLook(candidate.text, impact_of(candidate, draft.effective_on))


def _options(region: str, subject: str, on: date) -> Mapping[str, tuple[Choice, ...]]:
    documents = files_book().documents
    tree = files_book().regions
    path = tree.path(region)
    own = [one for one in tree if tree.path(one.code).startswith(path)]
    return {
        "documents": tuple(
            (code, f"{code} {documents[code].title}") for code in sorted(documents)
        ),
        "regions": tuple((one.code, one.name) for one in own),
        "layers": tuple(LAYER_WORDS.items()),
        "channels": tuple((one.value, word) for one, word in CHANNEL_WORDS.items()),
        **({} if is_sheet(subject) else _item_options(region, subject, on)),
    }


def _item_options(
    region: str, subject: str, on: date
) -> Mapping[str, tuple[Choice, ...]]:
    item = book().parent_item_on(subject, region, on)
    if item is None:
        return {}
    asked = {one.code: one.name for guide in item.guides for one in guide.materials}
    asked |= {
        one.code: one.name for one in (*item.materials, *item.conditional_materials)
    }
    return {
        "materials": tuple(asked.items()),
        "limits": tuple((one.code, one.label) for one in item.limits),
        "situations": tuple(
            (option.code, f"{group.question}{option.name}")
            for group in item.situations
            for option in group.options
        ),
    }
