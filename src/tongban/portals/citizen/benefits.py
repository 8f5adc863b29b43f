"""看病能报多少: a bill counted by the terms of the region, step by step."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final, TypeVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tongban.core.benefits.vocabulary import (
    CARE_KIND_WORDS,
    GROUP_WORDS,
    LEVEL_WORDS,
    PLACE_WORDS,
    CareKind,
    Group,
    Level,
    Place,
)
from tongban.core.money import FEN_PER_YUAN
from tongban.core.refusals import Refusal
from tongban.portals.shared.layout.fields import (
    Field,
    Problem,
    fields_of,
    form_problems,
)
from tongban.portals.shared.layout.frame import region_of
from tongban.portals.shared.layout.parts import Crumb
from tongban.services.access.rules import public
from tongban.services.benefits.slip import Asked, Slip, counted
from tongban.services.messages.queries import sentence_of
from tongban.services.timekeeping.queries import today

Kind = TypeVar("Kind", bound=StrEnum)
YUAN_MAX: Final = 9_999_999
STAYS_MAX: Final = 99


def _options(words: Mapping[Kind, str]) -> list[tuple[str, str]]:
    return [(one.value, word) for one, word in words.items()]


class BillForm(forms.Form):
    """A bill and who pays for it; nothing that names a person."""

    kind = forms.ChoiceField(
        label="看病的类别",
        choices=_options(CARE_KIND_WORDS),
    )
    group = forms.ChoiceField(label="参保人群", choices=_options(GROUP_WORDS))
    level = forms.ChoiceField(label="医院等级", choices=_options(LEVEL_WORDS))
    place = forms.ChoiceField(label="在哪里看病", choices=_options(PLACE_WORDS))
    scope = forms.DecimalField(
        label="医保目录内的费用（元）",
        min_value=0,
        max_value=YUAN_MAX,
        decimal_places=2,
        help_text="结算单上的“符合政策范围金额”",
    )
    outside = forms.DecimalField(
        label="目录外的费用（元）",
        min_value=0,
        max_value=YUAN_MAX,
        decimal_places=2,
        required=False,
        help_text="没有就不填",
    )
    stay = forms.IntegerField(
        label="今年第几次住院",
        min_value=1,
        max_value=STAYS_MAX,
        help_text="不是住院的填1",
    )
    on = forms.DateField(label="结算日期")


@dataclass(frozen=True, slots=True)
class BenefitsPage:
    """What the page draws."""

    region: str
    fields: tuple[Field, ...]
    problems: tuple[Problem, ...]
    slip: Slip | None
    crumbs: tuple[Crumb, ...] = (Crumb("看病能报多少"),)


@public
@require_safe
def benefits(request: HttpRequest) -> HttpResponse:
    """Count a bill and show every step; it decides nothing."""
    region = region_of(request)
    asked = bool(request.GET.get("kind"))
    first = {"kind": CareKind.INPATIENT.value, "group": Group.ACTIVE.value}
    first |= {"level": Level.SECONDARY.value, "place": Place.HOME.value}
    form = BillForm(
        request.GET if asked else None, initial={**first, "stay": 1, "on": today()}
    )
    problems: tuple[Problem, ...] = ()
    slip = None
    if asked and form.is_valid():
        try:
            slip = counted(_asked(form, region.code))
        except Refusal as no:
            problems = (Problem(sentence_of(no)),)
    elif asked:
        problems = form_problems(form)
    widths = {"scope": "short", "outside": "short", "stay": "tiny", "on": "short"}
    page = BenefitsPage(region.name, fields_of(form, widths=widths), problems, slip)
    return render(request, "citizen/benefits.html", {"page": page})


def _asked(form: BillForm, region: str) -> Asked:
    said = form.cleaned_data
    return Asked(
        region=region,
        on=said["on"],
        kind=CareKind(said["kind"]),
        group=Group(said["group"]),
        level=Level(said["level"]),
        place=Place(said["place"]),
        scope_fen=_fen(said["scope"]),
        outside_fen=_fen(said["outside"]),
        stay=said["stay"],
    )


def _fen(yuan: Decimal | None) -> int:
    return int((yuan or Decimal(0)) * FEN_PER_YUAN)
