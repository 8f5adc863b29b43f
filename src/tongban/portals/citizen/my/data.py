"""What one agreed to have used, and what one says is wrong in it (我的数据)."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tongban.core.refusals import Refusal
from tongban.portals.citizen.sending import envelope_of, new_key, whole
from tongban.portals.shared.filling.work import Leaf, Work, work_of
from tongban.portals.shared.layout.fields import Field, FieldKind
from tongban.portals.shared.layout.frame import region_of
from tongban.portals.shared.layout.parts import Crumb
from tongban.portals.shared.refusals import status_of
from tongban.services.access.rules import acting, applicants
from tongban.services.cases.forms import title_of
from tongban.services.consents.operations import Report, report_wrong, withdraw
from tongban.services.consents.queries import (
    ConsentLine,
    ReportLine,
    consents_of,
    own_reports,
)
from tongban.services.items.queries import items_on
from tongban.services.messages.queries import sentence_of
from tongban.services.timekeeping.queries import today

TEXT_MAX: Final = 200


@dataclass(frozen=True, slots=True)
class DataPage:
    """Consents and reports with the names of their items."""

    consents: tuple[tuple[str, ConsentLine], ...]
    reports: tuple[tuple[str, ReportLine], ...]
    key: str
    crumbs: tuple[Crumb, ...]


@dataclass(frozen=True, slots=True)
class WrongPage:
    """The form to say what is right."""

    about: "Doubted"
    fields: tuple[Field, ...]
    problem: str
    key: str
    crumbs: tuple[Crumb, ...]


@applicants
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def data(request: HttpRequest) -> HttpResponse:
    """Show consents and reports; take a consent back."""
    if request.method == "POST":
        wanted = whole(request.POST.get("consent"))
        if wanted is not None:
            withdraw(envelope_of(request), consent_id=wanted)
            messages.success(request, "已撤回。以后办这一项不再预填您的信息。")
        return redirect("my-data")
    names = {
        str(one.code): one.name for one in items_on(region_of(request).code, today())
    }
    actor = acting(request)
    page = DataPage(
        consents=tuple((names.get(c.item, c.item), c) for c in consents_of(actor)),
        reports=tuple((names.get(r.item, r.item), r) for r in own_reports(actor)),
        key=new_key(),
        crumbs=(Crumb("我的办件", reverse("my-cases")), Crumb("我的数据")),
    )
    return render(request, "citizen/my/data.html", {"page": page})


@applicants
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def wrong(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """Take a report that a prefilled value is wrong; the draft stays as it is."""
    work = work_of(envelope_of(request), code)
    about = Doubted(
        party_id=work.party.id,
        item=work.terms.item,
        label=title_of(work.terms, name),
        held=_held(work, name),
        back=work.url(Leaf.FORM),
        back_words="返回申请",
        hint="这份申请里可以先直接改成正确的。",
        told="已经反映给经办机构，答复在“我的数据”里看。这份申请可以接着填。",
        above=Crumb("接着填", work.url(Leaf.FORM)),
    )
    return report(request, about)


@dataclass(frozen=True, slots=True)
class Doubted:
    """A registered value somebody doubts, and where they came from."""

    party_id: int
    item: str
    label: str
    held: str
    back: str
    back_words: str
    told: str
    above: Crumb
    hint: str = ""


def report(request: HttpRequest, about: Doubted) -> HttpResponse:
    """Ask what is right, and tell the office; then go back."""
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            report_wrong(
                envelope_of(request),
                Report(
                    party_id=about.party_id,
                    item=about.item,
                    label=about.label,
                    held=about.held,
                    right=request.POST.get("right", "")[:TEXT_MAX],
                    words=request.POST.get("words", "")[:TEXT_MAX],
                ),
            )
        except Refusal as no:
            refusal = no
        else:
            messages.success(request, about.told)
            return redirect(about.back)
    page = WrongPage(
        about=about,
        fields=(
            Field("right", "正确的是", length_max=TEXT_MAX),
            Field(
                "words",
                "说明",
                kind=FieldKind.LONG_TEXT,
                required=False,
                length_max=TEXT_MAX,
            ),
        ),
        problem="" if refusal is None else sentence_of(refusal),
        key=new_key(),
        crumbs=(about.above, Crumb("登记的信息不对")),
    )
    status = HTTPStatus.OK if refusal is None else status_of(refusal)
    return render(request, "citizen/my/wrong.html", {"page": page}, status=status)


def _held(work: Work, name: str) -> str:
    """Return the registered value a field is prefilled with, or nothing to report."""
    properties = work.terms.form.get("properties")
    rules = properties.get(name) if isinstance(properties, dict) else None
    source = rules.get("x-prefill") if isinstance(rules, dict) else None
    known = work.prefill.get(str(source))
    if known is None:
        raise Http404(name)
    return known.value
