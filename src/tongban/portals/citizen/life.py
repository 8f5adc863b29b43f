"""Finding the way by what happened: four questions, then items, papers, limits."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tongban.core.guidance.life import Answers, LifeEvent
from tongban.core.items.catalogue import SituationGroup
from tongban.portals.citizen import wording
from tongban.portals.citizen.doors import DOORS, door_of
from tongban.portals.citizen.items import apply_url
from tongban.portals.citizen.life_cards import EventCard, card_of
from tongban.portals.citizen.map_view import short_name
from tongban.portals.citizen.places import PlaceCard, city_of, near_in, near_options
from tongban.portals.shared.layout.fields import Field, FieldKind, Option
from tongban.portals.shared.layout.frame import region_of
from tongban.portals.shared.layout.parts import Chip, Crumb, Tone
from tongban.services.access.rules import public
from tongban.services.guidance.life import (
    Paper,
    Plan,
    PlanStep,
    is_answered,
    life_event,
    life_events,
    plan_for,
)
from tongban.services.guidance.places import (
    Point,
    can_take,
    nearest_open,
    places_notices,
    points_in,
)
from tongban.services.timekeeping.queries import now

PLACES_SHOWN_MAX: Final = 3
ANSWER_MAX: Final = 60
PREFIX: Final = "s."


@dataclass(frozen=True, slots=True)
class EventGroup:
    """The life events of one door."""

    code: str
    name: str
    icon: str
    events: tuple[EventCard, ...]


@dataclass(frozen=True, slots=True)
class LifePage:
    """What the choice of an event draws."""

    groups: tuple[EventGroup, ...]
    doors: tuple[tuple[str, str, bool], ...]
    crumbs: tuple[Crumb, ...] = (Crumb("人生大事"),)


@dataclass(frozen=True, slots=True)
class StepCard:
    """One item of a plan."""

    number: int
    name: str
    why: str
    limit: Chip
    way: str
    guide_url: str
    apply_url: str


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One paper of a plan and which items ask for it."""

    material: wording.MaterialLine
    used_for: str
    is_certain: bool


@dataclass(frozen=True, slots=True)
class PlanView:
    """Everything a plan says, ready to be drawn."""

    facts: tuple[tuple[str, str], ...]
    steps: tuple[StepCard, ...]
    papers: tuple[PaperLine, ...]
    places: tuple[PlaceCard, ...]
    places_url: str
    notices: tuple[str, ...]
    nothing: str


@dataclass(frozen=True, slots=True)
class EventPage:
    """What the page of one life event draws."""

    name: str
    hint: str
    here: str
    answered_words: tuple[tuple[str, str], ...]
    questions: tuple[Field, ...]
    details: tuple[Field, ...]
    kept: tuple[tuple[str, str], ...]
    plan: PlanView | None
    crumbs: tuple[Crumb, ...]


@public
@require_safe
def life(request: HttpRequest) -> HttpResponse:
    """Ask who and what happened."""
    chosen = door_of(request.GET.get("who", ""))
    groups = tuple(
        EventGroup(
            door.code,
            door.name.removesuffix("办事"),
            door.icon,
            tuple(card_of(event) for event in life_events() if event.door == door.code),
        )
        for door in DOORS
        if chosen is None or door is chosen
    )
    doors = tuple(
        (door.name.removesuffix("办事"), door.code, door is chosen) for door in DOORS
    )
    return render(request, "citizen/life.html", {"page": LifePage(groups, doors)})


@public
@require_safe
def event(request: HttpRequest, code: str) -> HttpResponse:
    """Ask where and how, then show what to do."""
    found = life_event(code)
    given = {
        question.code: request.GET.get(question.code, "")[:ANSWER_MAX]
        for question in found.questions
    }
    answered = is_answered(found, given)
    near = near_in(request) or _own_region(request)
    plan = _plan(request, found, given) if answered else None
    page = EventPage(
        name=found.name,
        hint=found.hint,
        here=reverse("life-event", args=[code]),
        answered_words=_answers(found, given) if answered else (),
        questions=_questions(found, given),
        details=_details(request, plan, near) if plan and plan.steps else (),
        kept=tuple(given.items()),
        plan=_view(request, plan, near) if plan else None,
        crumbs=(Crumb("人生大事", reverse("life")), Crumb(found.name)),
    )
    return render(request, "citizen/life_event.html", {"page": page})


def _own_region(request: HttpRequest) -> str:
    return region_of(request).code


def _plan(request: HttpRequest, found: LifeEvent, given: Answers) -> Plan:
    said = {
        name.removeprefix(PREFIX): tuple(request.GET.getlist(name))
        for name in request.GET
        if name.startswith(PREFIX)
    }
    return plan_for(
        found,
        given,
        situations=said,
        region=_own_region(request),
        on=now().date(),
    )


def _answers(found: LifeEvent, given: Answers) -> tuple[tuple[str, str], ...]:
    return tuple(
        (question.question, option.name)
        for question in found.questions
        for option in question.options
        if option.code == given[question.code]
    )


def _questions(found: LifeEvent, given: Answers) -> tuple[Field, ...]:
    return tuple(
        Field(
            question.code,
            question.question,
            FieldKind.RADIO,
            options=tuple(
                Option(one.code, one.name, one.hint, one.code == given[question.code])
                for one in question.options
            ),
        )
        for question in found.questions
    )


def _details(request: HttpRequest, plan: Plan, near: str) -> tuple[Field, ...]:
    """Return the items' own questions, and the town to be near to."""
    city = city_of(_own_region(request))
    fields = [
        _detail(group, tuple(request.GET.getlist(f"{PREFIX}{group.code}")))
        for group in plan.open_groups
    ]
    town = Field(
        "near",
        "您在哪里（找最近的窗口）",
        FieldKind.SELECT,
        near,
        required=False,
        options=(Option(city.code, city.name), *near_options(city, near)),
    )
    return (*fields, town)


def _detail(group: SituationGroup, chosen: tuple[str, ...]) -> Field:
    kind = FieldKind.CHECKBOXES if group.multiple else FieldKind.RADIO
    return Field(
        f"{PREFIX}{group.code}",
        group.question,
        kind,
        required=not group.multiple,
        options=tuple(
            Option(one.code, one.name, one.hint, one.code in chosen)
            for one in group.options
        ),
    )


def _view(request: HttpRequest, plan: Plan, near: str) -> PlanView:
    region = city_of(_own_region(request)).code
    found = _places(plan, region, near)
    papers = tuple(_paper(paper, plan) for paper in plan.papers)
    query: dict[str, str] = {"item": plan.steps[0].item.code} if plan.steps else {}
    if near_in(request):
        query["near"] = near
    return PlanView(
        facts=_facts(plan, papers, nearest_open(found)),
        steps=tuple(_card(step) for step in plan.steps),
        papers=papers,
        places=tuple(PlaceCard(point, 0) for point in found[:PLACES_SHOWN_MAX]),
        places_url=f"{reverse('places')}?{urlencode(query)}",
        notices=places_notices(region),
        nothing="" if plan.steps else plan.event.nothing,
    )


def _places(plan: Plan, region: str, near: str) -> tuple[Point, ...]:
    """Return the places that take every item of the plan, else its first."""
    if not plan.steps:
        return ()
    found = points_in(region, moment=now(), near=near)
    items = [step.item for step in plan.steps]
    every = tuple(p for p in found if all(can_take(p, item) for item in items))
    return every or tuple(p for p in found if can_take(p, items[0]))


def _facts(
    plan: Plan, papers: Iterable[PaperLine], window: Point | None
) -> tuple[tuple[str, str], ...]:
    listed = tuple(papers)
    certain = sum(1 for paper in listed if paper.is_certain)
    most = f" 至 {len(listed)}" if len(listed) > certain else ""
    return (
        ("要办几件", f"{len(plan.steps)} 件"),
        ("一共几样材料", f"{certain}{most} 样" if listed else "不用材料"),
        ("最长多久", wording.length_words(plan.longest) if plan.longest else "—"),
        ("最近的窗口", _window(window) if window else "网上办"),
    )


def _window(window: Point) -> str:
    far = f"，{window.distance}" if window.distance else ""
    return f"{short_name(window.name)}{far}"


def _card(step: PlanStep) -> StepCard:
    instant = step.limit is not None and step.limit.immediate
    words = wording.length_words(step.limit) if step.limit else "未定"
    return StepCard(
        number=step.number,
        name=step.terms.name,
        why=step.step.why,
        limit=Chip(
            words, Tone.GOOD if instant else Tone.INFO, "check" if instant else "clock"
        ),
        way=wording.visit_words(step.terms.channels),
        guide_url=_guide_url(step),
        apply_url=apply_url(step.terms),
    )


def _guide_url(step: PlanStep) -> str:
    query = [("as", step.terms.audience.value)]
    query += [
        (f"{PREFIX}{group.code}", option.code)
        for group in step.terms.situations
        for option in group.options
        if option.code in step.chosen
    ]
    return f"{reverse('item', args=[step.item.code])}?{urlencode(query)}"


def _paper(paper: Paper, plan: Plan) -> PaperLine:
    groups = [group for step in plan.steps for group in step.terms.situations]
    several = len(plan.steps) > 1
    numbers = "、".join(str(number) for number in paper.steps)
    return PaperLine(
        material=wording.material_line(
            paper.material, groups, answered=paper.is_certain
        ),
        used_for=f"用于第 {numbers} 件" if several else "",
        is_certain=paper.is_certain,
    )
