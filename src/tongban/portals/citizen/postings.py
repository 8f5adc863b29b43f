"""Results shown to the public, and objecting to one (结果公示)."""

from dataclasses import dataclass
from typing import Final

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tongban.core.refusals import Refusal
from tongban.portals.citizen.sending import envelope_of, new_key
from tongban.portals.shared.layout.fields import (
    Field,
    Problem,
    fields_of,
    form_problems,
)
from tongban.portals.shared.layout.frame import region_of
from tongban.portals.shared.layout.parts import Crumb
from tongban.services.access.rules import applicants, public
from tongban.services.cases.handling import raise_objection
from tongban.services.cases.queries.public import posting_of, postings
from tongban.services.items.queries import region_chain
from tongban.services.messages.queries import sentence_of

NAME_MAX: Final = 50
CONTACT_MAX: Final = 50
WORDS_MAX: Final = 500


class ObjectionForm(forms.Form):
    """Who objects, how to answer them, and why."""

    name = forms.CharField(label="您的姓名", max_length=NAME_MAX)
    contact = forms.CharField(label="联系电话", max_length=CONTACT_MAX)
    words = forms.CharField(
        label="异议的内容和理由",
        max_length=WORDS_MAX,
        widget=forms.Textarea,
        help_text="请写明事实和依据，不超过 500 字",
    )


@dataclass(frozen=True, slots=True)
class PostingsPage:
    """What the list of results draws."""

    region_name: str
    postings: tuple[object, ...]
    crumbs: tuple[Crumb, ...]


@dataclass(frozen=True, slots=True)
class ObjectionPage:
    """What the page to object draws."""

    posting: object
    fields: tuple[Field, ...]
    problems: tuple[Problem, ...]
    key: str
    crumbs: tuple[Crumb, ...]


@public
@require_safe
def shown(request: HttpRequest) -> HttpResponse:
    """List the results now shown to the public in the visitor's city."""
    region = region_of(request)
    chain = region_chain(region.code)
    city = chain[min(2, len(chain) - 1)]
    page = PostingsPage(
        region_name=city.name,
        postings=postings(region=city.code),
        crumbs=(Crumb("我要查", reverse("check")), Crumb("结果公示")),
    )
    return render(request, "citizen/postings.html", {"page": page})


@applicants
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def object_to(request: HttpRequest, number: str) -> HttpResponse:
    """Take an objection; signing waits until it is settled."""
    posting = posting_of(number)
    if posting is None:
        raise Http404(number)
    sent = request.method == "POST"
    form = ObjectionForm(request.POST if sent else None)
    problems: tuple[Problem, ...] = form_problems(form) if sent else ()
    if sent and form.is_valid():
        try:
            raise_objection(
                envelope_of(request),
                number=number,
                name=form.cleaned_data["name"],
                contact=form.cleaned_data["contact"],
                words=form.cleaned_data["words"],
            )
        except Refusal as no:
            problems = (Problem(sentence_of(no)),)
        else:
            messages.success(request, "异议已经收到。处理完以前，这项结果不会生效。")
            return redirect("postings")
    page = ObjectionPage(
        posting=posting,
        fields=fields_of(form, widths={"name": "short", "contact": "short"}),
        problems=problems,
        key=new_key(),
        crumbs=(Crumb("结果公示", reverse("postings")), Crumb("提出异议")),
    )
    return render(request, "citizen/objection.html", {"page": page})
