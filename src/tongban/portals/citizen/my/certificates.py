"""Certificates of one's own (参保凭证、缴费证明): ask for one, fetch earlier ones."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tongban.core.access.actor import ActorKind
from tongban.core.refusals import Refusal
from tongban.portals.citizen.sending import envelope_of, new_key
from tongban.portals.shared.layout.fields import (
    Field,
    Problem,
    fields_of,
    form_problems,
)
from tongban.portals.shared.layout.parts import Chip, Crumb, Tone
from tongban.portals.shared.refusals import status_of
from tongban.services.access.rules import acting, applicants
from tongban.services.messages.queries import sentence_of
from tongban.services.papers.asking import (
    RANGE_WORDS,
    Certificate,
    Offered,
    Range,
    ask_certificate,
    certificates_of,
    offered,
    own_party,
    span_of,
)

TITLE: Final = "开具证明"


class CertificateForm(forms.Form):
    """Which certificate, of which months."""

    subject = forms.ChoiceField(label="证明", widget=forms.RadioSelect)
    months = forms.ChoiceField(
        label="期间",
        choices=[(one.value, words) for one, words in RANGE_WORDS.items()],
        initial=Range.LATEST_YEAR.value,
        help_text="参保情况按今天的登记开具，不分期间",
    )

    def __init__(self, choices: tuple[Offered, ...], *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]  # Django's own arguments
        subject = self.fields["subject"]
        subject.choices = [(one.subject, one.words) for one in choices]  # type: ignore[attr-defined]  # it is a ChoiceField
        subject.initial = choices[0].subject


@dataclass(frozen=True, slots=True)
class CertificateCard:
    """One certificate with its standing as a chip."""

    certificate: Certificate
    state: Chip


@dataclass(frozen=True, slots=True)
class CertificatesPage:
    """The form, and the certificates there are."""

    cards: tuple[CertificateCard, ...]
    fields: tuple[Field, ...]
    problems: tuple[Problem, ...]
    key: str
    other_months_url: str
    crumbs: tuple[Crumb, ...]


@applicants
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def certificates(request: HttpRequest) -> HttpResponse:
    """List one's certificates; issue one at once."""
    party = own_party(acting(request))
    choices = offered(party)
    if request.method != "POST":
        return _shown(request, CertificateForm(choices), ())
    form = CertificateForm(choices, request.POST)
    if not form.is_valid():
        return _shown(request, form, form_problems(form))
    envelope = envelope_of(request)
    said = form.cleaned_data
    span = span_of(party.pk, Range(said["months"]), today=envelope.today)
    try:
        issued = ask_certificate(envelope, subject=said["subject"], span=span)
    except Refusal as no:
        problems = (Problem(sentence_of(no)),)
        return _shown(request, form, problems, status=status_of(no))
    messages.success(request, f"{issued.paper.title}已经开具，可以打开、打印或者保存。")
    return redirect("my-certificates")


def _shown(
    request: HttpRequest,
    form: CertificateForm,
    problems: tuple[Problem, ...],
    *,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    actor = acting(request)
    page = CertificatesPage(
        cards=tuple(_card(one) for one in certificates_of(actor.party_ids)),
        fields=fields_of(form),
        problems=problems,
        key=new_key(),
        other_months_url=reverse("apply-start", args=[_item_of(actor.kind)]),
        crumbs=(_above(actor.kind), Crumb(TITLE)),
    )
    return render(
        request, "citizen/my/certificates.html", {"page": page}, status=status
    )


def _card(one: Certificate) -> CertificateCard:
    tone = Tone.GOOD if one.paper.is_valid else Tone.WARN
    return CertificateCard(one, Chip(one.paper.standing_word, tone))


def _above(kind: ActorKind) -> Crumb:
    if kind is ActorKind.CITIZEN:
        return Crumb("我的参保", reverse("my-insurance"))
    return Crumb("单位空间", reverse("unit"))


def _item_of(kind: ActorKind) -> str:
    return "person-enquiry" if kind is ActorKind.CITIZEN else "employer-enquiry"
