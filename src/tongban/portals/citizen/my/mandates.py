"""Letting another act for oneself, and taking it back (帮办代办授权)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from tongban.core.access.parties import PartyKind
from tongban.core.refusals import Refusal
from tongban.portals.citizen.doors import DOORS, behind
from tongban.portals.citizen.sending import envelope_of, new_key, whole
from tongban.portals.shared.layout.fields import (
    Field,
    Problem,
    fields_of,
    form_problems,
)
from tongban.portals.shared.layout.frame import region_of
from tongban.portals.shared.layout.parts import Chip, Crumb, Tone
from tongban.services.access.rules import acting, applicants
from tongban.services.cases.mandates import NewMandate, give_mandate, revoke_mandate
from tongban.services.cases.queries.supervision import (
    MandateRow,
    mandates_given,
    mandates_held,
)
from tongban.services.cases.rules import case_rules
from tongban.services.items.queries import items_on
from tongban.services.messages.queries import sentence_of
from tongban.services.parties.queries import party_cards
from tongban.services.timekeeping.queries import today

LOGIN_MAX = 60


class MandateForm(forms.Form):
    """Whom to ask, for what, and until when."""

    helper = forms.CharField(
        label="代办人的账号",
        max_length=LOGIN_MAX,
        help_text="请代办人告诉您他登录用的账号",
    )
    items = forms.MultipleChoiceField(
        label="可以代办哪些事",
        required=False,
        help_text="都不选，就是所有事项都可以代办",
    )
    until_on = forms.DateField(label="授权到哪一天")
    covers_pledges = forms.BooleanField(
        label="代办人也可以替我签承诺书", required=False
    )


@dataclass(frozen=True, slots=True)
class MandateLine:
    """One mandate in words."""

    row: MandateRow
    items: str
    state: Chip


@dataclass(frozen=True, slots=True)
class MandatesPage:
    """What the page draws."""

    given: tuple[MandateLine, ...]
    held: tuple[MandateLine, ...]
    fields: tuple[Field, ...]
    problems: tuple[Problem, ...]
    key: str
    crumbs: tuple[Crumb, ...]


@applicants
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mandates(request: HttpRequest) -> HttpResponse:
    """List the mandates given and held; take a new one."""
    sent = request.method == "POST"
    form = MandateForm(request.POST if sent else None)
    names = _item_names(request)
    form.fields[
        "until_on"
    ].help_text = f"最长 {case_rules().mandate_days_max} 天，到那一天为止都有效"
    items = form.fields["items"]
    if isinstance(items, forms.MultipleChoiceField):
        items.choices = list(names.items())
    problems: tuple[Problem, ...] = ()
    if sent and form.is_valid():
        try:
            give_mandate(envelope_of(request), _new_mandate(request, form))
        except Refusal as no:
            problems = (Problem(sentence_of(no)),)
        else:
            messages.success(request, "授权已经生效，双方都会收到消息。")
            return redirect("my-mandates")
    elif sent:
        problems = form_problems(form)
    return _shown(request, form, problems, names)


@applicants
@require_POST
def revoke(request: HttpRequest) -> HttpResponse:
    """Take a mandate back at once."""
    mandate_id = whole(request.POST.get("mandate"))
    if mandate_id is not None:
        revoke_mandate(envelope_of(request), mandate_id=mandate_id)
        messages.success(request, "授权已经取消，代办人不能再为您办事。")
    return redirect("my-mandates")


def _new_mandate(request: HttpRequest, form: MandateForm) -> NewMandate:
    own = party_cards(acting(request).party_ids)
    people = [card for card in own if card.kind is PartyKind.PERSON] or list(own)
    return NewMandate(
        principal_id=people[0].id,
        helper_login=form.cleaned_data["helper"],
        items=tuple(form.cleaned_data["items"]),
        covers_pledges=form.cleaned_data["covers_pledges"],
        from_on=today(),
        until_on=form.cleaned_data["until_on"],
    )


def _shown(
    request: HttpRequest,
    form: MandateForm,
    problems: tuple[Problem, ...],
    names: dict[str, str],
) -> HttpResponse:
    actor, day = acting(request), today()
    page = MandatesPage(
        given=tuple(_lines(mandates_given(actor, today=day), names)),
        held=tuple(_lines(mandates_held(actor, today=day), names)),
        fields=fields_of(form, widths={"until_on": "short", "helper": "short"}),
        problems=problems,
        key=new_key(),
        crumbs=(Crumb("我的办件", reverse("my-cases")), Crumb("帮办代办授权")),
    )
    return render(request, "citizen/my/mandates.html", {"page": page})


def _lines(rows: Iterable[MandateRow], names: dict[str, str]) -> Iterable[MandateLine]:
    for row in rows:
        items = "、".join(names.get(code, code) for code in row.items)
        yield MandateLine(row, items or "所有事项", _state(row))


def _state(row: MandateRow) -> Chip:
    if row.in_force:
        return Chip("有效", Tone.GOOD)
    return Chip("已取消" if row.revoked_at else "已到期", Tone.CALM)


def _item_names(request: HttpRequest) -> dict[str, str]:
    actor = acting(request)
    found = items_on(region_of(request).code, today())
    own = [door for door in DOORS if door.kind is actor.kind]
    shown = behind(own[0], found) if own else found
    return {item.code: item.name for item in shown}
