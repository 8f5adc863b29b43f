"""Before the first page: for whom, what it takes, and going on with a draft."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tongban.core.access.parties import PartyKind, Scheme
from tongban.core.items.catalogue import AUDIENCE_WORDS, Audience, ServiceItem, Terms
from tongban.core.items.terms import audiences_of
from tongban.core.json_values import text_of
from tongban.portals.citizen import wording
from tongban.portals.citizen.sending import envelope_of, whole
from tongban.portals.shared.filling.work import DECLINED, Leaf
from tongban.portals.shared.layout.fields import (
    Field,
    FieldKind,
    Option,
    Problem,
    problems_of,
)
from tongban.portals.shared.layout.frame import region_of
from tongban.portals.shared.layout.parts import Crumb
from tongban.services.access.rules import acting, applicants
from tongban.services.cases.drafts import DraftView, save_draft, start_draft
from tongban.services.cases.queries.supervision import mandates_held
from tongban.services.consents.operations import agree
from tongban.services.items.queries import item_on, terms_on
from tongban.services.parties.queries import PartyCard, party_cards
from tongban.services.timekeeping.queries import today

_SERVED: Final[dict[PartyKind, frozenset[Audience]]] = {
    PartyKind.PERSON: frozenset({Audience.EMPLOYEE, Audience.RESIDENT}),
    PartyKind.EMPLOYER: frozenset({Audience.EMPLOYER}),
    PartyKind.SCHOOL: frozenset({Audience.SCHOOL, Audience.EMPLOYER}),
    PartyKind.INSTITUTION: frozenset({Audience.PROVIDER}),
    PartyKind.PHARMACY: frozenset({Audience.PHARMACY}),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One party and one audience an account may apply as."""

    party: PartyCard
    audience: Audience
    helping: bool

    @property
    def value(self) -> str:
        """What the form sends for this choice."""
        return f"{self.party.id}:{self.audience.value}"

    @property
    def words(self) -> str:
        """What the applicant reads."""
        who = self.party.masked_name if self.helping else self.party.name
        return f"{who}（{AUDIENCE_WORDS[self.audience]}）"


@dataclass(frozen=True, slots=True)
class StartPage:
    """What the page before the wizard draws."""

    name: str
    code: str
    limit_words: str
    material_words: str
    materials: tuple[wording.MaterialLine, ...]
    fields: tuple[Field, ...]
    problems: tuple[Problem, ...]
    crumbs: tuple[Crumb, ...]


@applicants
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, item: str) -> HttpResponse:
    """Say what it takes, ask for whom, and open the draft."""
    region, day = region_of(request), today()
    found = item_on(item, region.code, day)
    choices = _choices(request, found)
    if request.method == "POST":
        chosen = _chosen(request.POST.get("who", ""), choices)
        if chosen is not None:
            draft = start_draft(
                envelope_of(request),
                item=item,
                audience=chosen.audience,
                party_id=chosen.party.id,
                region=chosen.party.region or region.code,
            )
            _note_consent(request, draft, chosen)
            return redirect("apply-leaf", draft.code, Leaf.SITUATION.value)
    audience = _audience(request, found, choices)
    page = _page(
        request, found, terms_on(item, audience, region.code, day), choices=choices
    )
    return render(request, "citizen/apply/start.html", {"page": page})


def _note_consent(request: HttpRequest, draft: DraftView, chosen: Choice) -> None:
    """Keep whether registered data may be prefilled; the button pressed says it."""
    declined = request.POST.get("prefill") == DECLINED
    if not declined:
        agree(envelope_of(request), party_id=chosen.party.id, item=draft.item)
    held = text_of(draft.content, "prefill")
    if held != (DECLINED if declined else ""):
        save_draft(
            replace(envelope_of(request), version=None),
            code=draft.code,
            content={"prefill": DECLINED if declined else ""},
        )


def _page(
    request: HttpRequest,
    found: ServiceItem,
    terms: Terms,
    *,
    choices: tuple[Choice, ...],
) -> StartPage:
    wanted = [one for one in choices if one.audience is terms.audience]
    first = (wanted or list(choices))[:1]
    error = "请选择为谁办理" if request.method == "POST" else ""
    field = Field(
        name="who",
        label="为谁办理",
        kind=FieldKind.RADIO,
        error=error,
        options=tuple(
            Option(
                one.value,
                one.words,
                "您受委托代办" if one.helping else "",
                chosen=one in first,
            )
            for one in choices
        ),
    )
    return StartPage(
        name=terms.name,
        code=found.code,
        limit_words=wording.limit_words(terms.limits),
        material_words=wording.material_words(terms.materials),
        materials=tuple(
            wording.material_line(one, terms.situations, answered=False)
            for one in terms.materials
        ),
        fields=(field,) if choices else (),
        problems=problems_of([field]),
        crumbs=(
            Crumb("我要办", reverse("items")),
            Crumb(terms.name, reverse("item", args=[found.code])),
            Crumb("在线办理"),
        ),
    )


def _choices(request: HttpRequest, found: ServiceItem) -> tuple[Choice, ...]:
    actor = acting(request)
    helped = [
        mandate.principal_id
        for mandate in mandates_held(actor, today=today())
        if mandate.in_force and (not mandate.items or found.code in mandate.items)
    ]
    own = party_cards(actor.party_ids)
    others = party_cards([one for one in helped if one not in actor.party_ids])
    return (
        *_as_audiences(own, found, helping=False),
        *_as_audiences(others, found, helping=True),
    )


def _as_audiences(
    parties: Iterable[PartyCard], found: ServiceItem, *, helping: bool
) -> Iterable[Choice]:
    for party in parties:
        served = [one for one in audiences_of(found) if one in _SERVED[party.kind]]
        own = [one for one in served if _fits(party, one)]
        for audience in own or served:
            yield Choice(party, audience, helping)


def _fits(party: PartyCard, audience: Audience) -> bool:
    """Say whether a person's insurance is that of the audience."""
    if party.kind is not PartyKind.PERSON or party.scheme is None:
        return True
    schemes = {Audience.EMPLOYEE: Scheme.EMPLOYEE, Audience.RESIDENT: Scheme.RESIDENT}
    return schemes.get(audience) is party.scheme


def _chosen(sent: str, choices: tuple[Choice, ...]) -> Choice | None:
    party, _, audience = sent.partition(":")
    party_id = whole(party)
    return next(
        (
            one
            for one in choices
            if one.party.id == party_id and one.audience.value == audience
        ),
        None,
    )


def _audience(
    request: HttpRequest, found: ServiceItem, choices: tuple[Choice, ...]
) -> Audience:
    own = [one.audience for one in choices]
    asked = [one for one in audiences_of(found) if one.value == request.GET.get("as")]
    both = [one for one in asked if one in own]
    return (both or own or asked or list(audiences_of(found)))[0]
