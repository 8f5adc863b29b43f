"""我的异地备案: what is filed, what it gives where and when, ending and proving it."""

from dataclasses import dataclass
from typing import Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tongban.core.away.filings import EVIDENCE_WORDS, Evidence
from tongban.core.items.catalogue import Level
from tongban.core.refusals import Refusal
from tongban.portals.citizen.sending import envelope_of, new_key
from tongban.portals.shared.layout.fields import (
    Field,
    Problem,
    fields_of,
    form_problems,
)
from tongban.portals.shared.layout.parts import Crumb
from tongban.services.access.rules import acting, citizens
from tongban.services.away.own import OwnFiling, RateWords, own_filings, rate_words
from tongban.services.away.proving import ProofMissing, Proving, prove_residence
from tongban.services.cases.revoking import revoke_case
from tongban.services.files.operations import Upload, store_upload
from tongban.services.items.queries import regions
from tongban.services.messages.queries import sentence_of
from tongban.services.timekeeping.queries import now, today

TITLE: Final = "我的异地备案"
PROOF: Final = "proof"
CANCELLED_WORDS: Final = "本人取消备案"
_WIDE: Final = frozenset({Level.PROVINCE, Level.CITY})


def _places() -> list[tuple[str, str]]:
    """Return provinces and cities to choose from, in the order of their codes."""
    found = sorted((one for one in regions() if one.level in _WIDE), key=_code)
    names = {str(one.code): one.name for one in found}
    return [
        (str(one.code), _named(one.name, names.get(str(one.parent), "")))
        for one in found
    ]


def _code(region: object) -> str:
    return str(getattr(region, "code", ""))


def _named(name: str, above: str) -> str:
    return name if not above or above == name else f"{above}{name}"


class WhereForm(forms.Form):
    """Where and when somebody thinks of being treated."""

    place = forms.ChoiceField(label="在哪里看病", choices=_places)
    on = forms.DateField(label="哪一天")
    emergency = forms.BooleanField(label="急诊抢救", required=False)


@dataclass(frozen=True, slots=True)
class AwayPage:
    """What is filed, and the answer to where and when."""

    filings: tuple[OwnFiling, ...]
    evidence: tuple[tuple[str, str], ...]
    fields: tuple[Field, ...]
    problems: tuple[Problem, ...]
    rate: RateWords | None
    key: str
    crumbs: tuple[Crumb, ...]


@citizens
@never_cache
@require_safe
def away(request: HttpRequest) -> HttpResponse:
    """Show one's filings; say which rate holds somewhere on some day, and why."""
    party_id = next(iter(acting(request).party_ids), None)
    asked = bool(request.GET.get("place"))
    form = WhereForm(request.GET if asked else None, initial={"on": today()})
    problems: tuple[Problem, ...] = ()
    rate = None
    if asked and not form.is_valid():
        problems = form_problems(form)
    elif asked and party_id is not None:
        said = form.cleaned_data
        try:
            rate = rate_words(
                party_id, said["place"], day=said["on"], emergency=said["emergency"]
            )
        except Refusal as no:
            problems = (Problem(sentence_of(no)),)
    page = AwayPage(
        filings=() if party_id is None else own_filings(party_id, day=today()),
        evidence=tuple((one.value, word) for one, word in EVIDENCE_WORDS.items()),
        fields=fields_of(form, widths={"on": "short"}),
        problems=problems,
        rate=rate,
        key=new_key(),
        crumbs=(Crumb("我的参保", reverse("my-insurance")), Crumb(TITLE)),
    )
    return render(request, "citizen/my/away.html", {"page": page})


@citizens
@require_POST
def end(request: HttpRequest, number: str) -> HttpResponse:
    """Cancel a filing (取消备案); refused with its first free day while locked."""
    try:
        revoke_case(envelope_of(request), number=number, words=CANCELLED_WORDS)
    except Refusal as no:
        messages.error(request, sentence_of(no))
    else:
        messages.success(request, "备案已经取消，从今天起不再有效。")
    return redirect("my-away")


@citizens
@require_POST
def prove(request: HttpRequest, number: str) -> HttpResponse:
    """Hand in the proof of a long-term residence; it counts from today on."""
    try:
        envelope = envelope_of(request)
        sent = request.FILES.get(PROOF)
        if sent is None:
            raise ProofMissing
        upload = Upload(sent.name or "", sent.chunks())
        card = store_upload(envelope.actor, upload, now=now())
        evidence = Evidence(request.POST.get("evidence", Evidence.RESIDENCE_PERMIT))
        proving = Proving(evidence, str(card.id))
        prove_residence(envelope, number=number, proving=proving)
    except Refusal as no:
        messages.error(request, sentence_of(no))
    except ValueError:
        messages.error(request, "请选择交的是哪一种证明。")
    else:
        messages.success(request, "证明已经收到，从今天起回参保地就医按参保地待遇。")
    return redirect("my-away")
