"""The page on which the item's own form is filled in (填报)."""

from dataclasses import dataclass, replace
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from tongban.core.json_values import JsonObject
from tongban.portals.citizen.apply.saving import LATER, go_on, save, shown
from tongban.portals.citizen.sending import envelope_of
from tongban.portals.shared.filling.form import (
    FillGroup,
    Filling,
    groups_of,
    read_form,
)
from tongban.portals.shared.filling.places import place_codes, place_names
from tongban.portals.shared.filling.work import Leaf, Work, work_of
from tongban.portals.shared.layout.fields import Field, Problem
from tongban.portals.shared.layout.parts import TrailStep
from tongban.services.cases.drafts import DraftStale
from tongban.services.cases.forms import faults_by_field
from tongban.services.messages.queries import sentence_of

MORE: Final = "more:"


@dataclass(frozen=True, slots=True)
class FillPage:
    """What the page draws."""

    work: Work
    groups: tuple[FillGroup, ...]
    problems: tuple[Problem, ...]
    place_names: tuple[str, ...]

    @property
    def trail(self) -> tuple[TrailStep, ...]:
        """The steps of the wizard."""
        return self.work.trail(Leaf.FORM)

    @property
    def back(self) -> str:
        """The address of the page before; empty on the first."""
        before = self.work.before(Leaf.FORM)
        return "" if before is None else self.work.url(before)


def answer(request: HttpRequest, work: Work) -> HttpResponse:
    """Save what was filled in, and go on when it is right."""
    if request.method != "POST":
        return _shown(request, work, work.form)
    values = read_form(
        work.terms.form, work.situations, request.POST, places=place_codes()
    )
    go = request.POST.get("go", "")
    try:
        save(request, work, {"form": values})
    except DraftStale as no:
        fresh = work_of(envelope_of(request), work.draft.code)
        return _shown(request, fresh, values, problem=Problem(sentence_of(no)))
    fresh = work_of(envelope_of(request), work.draft.code)
    if go.startswith(MORE):
        return _shown(request, fresh, values, more=go.removeprefix(MORE))
    if go != LATER and faults_of(fresh, values):
        return _shown(request, fresh, values, judged=True)
    return go_on(request, fresh, Leaf.FORM)


def faults_of(work: Work, values: JsonObject) -> dict[str, str]:
    """Return what is wrong with each field of the form."""
    return dict(faults_by_field(work.terms, values, work.situations))


def fill_groups(
    work: Work, values: JsonObject, *, judged: bool, more: str = ""
) -> tuple[FillGroup, ...]:
    """Return the form's fields with their values, and faults when it was judged."""
    filling = Filling(
        values=values,
        faults=faults_of(work, values) if judged else {},
        prefill=work.prefill,
        place_names=place_names(),
        more_rows=more,
    )
    return groups_of(work.terms.form, work.situations, filling)


def problems_in(groups: tuple[FillGroup, ...]) -> tuple[Problem, ...]:
    """Return one line for each faulty entry, in page order."""
    return tuple(
        Problem(f"{entry.label}：{entry.error}", entry.id)
        for group in groups
        for entry in group.entries
        if entry.error
    )


def _with_wrong(work: Work, groups: tuple[FillGroup, ...]) -> tuple[FillGroup, ...]:
    """Let each prefilled field lead to where one says that it is wrong."""
    code = work.draft.code
    return tuple(
        replace(
            group,
            entries=tuple(
                replace(entry, wrong_url=reverse("my-wrong", args=[code, entry.name]))
                if isinstance(entry, Field) and entry.origin
                else entry
                for entry in group.entries
            ),
        )
        for group in groups
    )


def _shown(
    request: HttpRequest,
    work: Work,
    values: JsonObject,
    *,
    judged: bool = False,
    more: str = "",
    problem: Problem | None = None,
) -> HttpResponse:
    groups = _with_wrong(work, fill_groups(work, values, judged=judged, more=more))
    problems = problems_in(groups) if problem is None else (problem,)
    listed = any(
        getattr(entry, "listed", "") for group in groups for entry in group.entries
    )
    names = tuple(place_names().values()) if listed else ()
    page = FillPage(work, groups, problems, names)
    return shown(request, "citizen/apply/fill.html", page, wrong=bool(problems))
