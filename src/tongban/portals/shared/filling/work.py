"""One application being written: the draft, its terms, and where it stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.urls import reverse

from tongban.core.access.parties import PARTY_KIND_WORDS, PartyKind
from tongban.core.items.catalogue import Material, MaterialKind, Terms
from tongban.core.items.situations import materials_for, open_questions
from tongban.core.json_values import JsonObject, text_of, texts_of
from tongban.portals.shared.filling.form import Prefill, prefilled
from tongban.portals.shared.layout.parts import Standing, TrailStep
from tongban.services.cases.drafts import DraftView, find_draft
from tongban.services.cases.envelope import Envelope
from tongban.services.items.queries import terms_on
from tongban.services.parties.queries import PartyCard, party_card


class Leaf(StrEnum):
    """One page of the wizard."""

    SITUATION = "situation"
    FORM = "form"
    MATERIALS = "materials"
    CHECK = "check"


DECLINED: Final = "no"  # the applicant wants nothing prefilled
LEAF_WORDS: Mapping[Leaf, str] = {
    Leaf.SITUATION: "选择情形",
    Leaf.FORM: "填写",
    Leaf.MATERIALS: "材料",
    Leaf.CHECK: "核对提交",
}


@dataclass(frozen=True, slots=True)
class Work:
    """A draft with the terms it is written against."""

    draft: DraftView
    terms: Terms
    party: PartyCard

    @property
    def situations(self) -> frozenset[str]:
        """The answers given so far."""
        known = {one.code for group in self.terms.situations for one in group.options}
        return frozenset(texts_of(self.draft.content, "situations")) & known

    @property
    def form(self) -> JsonObject:
        """What was filled in; before the first save, what is known already."""
        saved = self.draft.content.get("form")
        if isinstance(saved, Mapping):
            return saved
        return prefilled(self.terms.form, self.situations, self.prefill)

    @property
    def prefill(self) -> Mapping[str, Prefill]:
        """What the agency knows of the applicant, with the words of its origin."""
        if text_of(self.draft.content, "prefill") == DECLINED:
            return {}
        origin = f"来自{PARTY_KIND_WORDS[self.party.kind]}登记信息，如有不对请改正"
        known = {
            "name": self.party.name,
            "phone": self.party.phone,
            "id_number": self.party.identifier,
        }
        if self.party.kind is not PartyKind.PERSON:
            known["credit_code"] = known.pop("id_number")
            known["employer"] = self.party.name
        return {name: Prefill(value, origin) for name, value in known.items() if value}

    @property
    def materials(self) -> tuple[Material, ...]:
        """The papers these answers call for."""
        return materials_for(self.terms, self.situations)

    @property
    def to_bring(self) -> tuple[Material, ...]:
        """The papers to supply; form and identity come by themselves."""
        own = {MaterialKind.FORM, MaterialKind.IDENTITY}
        return tuple(one for one in self.materials if one.kind not in own)

    @property
    def leaves(self) -> tuple[Leaf, ...]:
        """The pages of this wizard in order; one with nothing to ask is left out."""
        first = (Leaf.SITUATION,) if self.terms.situations else ()
        third = (Leaf.MATERIALS,) if self.to_bring else ()
        return (*first, Leaf.FORM, *third, Leaf.CHECK)

    @property
    def unanswered(self) -> bool:
        """Whether a question about the situation still waits for its answer."""
        return bool(open_questions(self.terms, self.situations))

    def after(self, leaf: Leaf) -> Leaf:
        """Return the page that follows."""
        leaves = self.leaves
        place = leaves.index(leaf) + 1 if leaf in leaves else 0
        return leaves[min(place, len(leaves) - 1)]

    def before(self, leaf: Leaf) -> Leaf | None:
        """Return the page before, if there is one."""
        leaves = self.leaves
        place = leaves.index(leaf) if leaf in leaves else 0
        return leaves[place - 1] if place else None

    def url(self, leaf: Leaf) -> str:
        """Return the address of a page of this wizard."""
        return reverse("apply-leaf", args=[self.draft.code, leaf.value])

    def trail(self, now: Leaf) -> tuple[TrailStep, ...]:
        """Return the steps with the present one marked."""
        leaves = self.leaves
        here = leaves.index(now) if now in leaves else 0
        return tuple(
            TrailStep(LEAF_WORDS[leaf], _standing(place, here), self.url(leaf))
            for place, leaf in enumerate(leaves)
        )


def work_of(envelope: Envelope, code: str) -> Work:
    """Return one's own draft ready to be worked on; refuses another's."""
    draft = find_draft(envelope, code=code)
    terms = terms_on(draft.item, draft.audience, draft.region, envelope.today)
    return Work(draft, terms, party_card(draft.party_id))


def _standing(place: int, here: int) -> Standing:
    if place < here:
        return Standing.DONE
    return Standing.NOW if place == here else Standing.AHEAD
