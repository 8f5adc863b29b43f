"""What to do after something happened: items, papers, the longest limit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from tongban.core.guidance.life import (
    Answers,
    LifeEvent,
    LifeStep,
    audience_of,
    longest,
    open_groups,
    papers_for,
    running_limit,
    steps_for,
    unanswered,
)
from tongban.core.items.catalogue import (
    Limit,
    Material,
    ServiceItem,
    SituationGroup,
    Terms,
)
from tongban.core.refusals import Refusal
from tongban.services.guidance.book import guidance
from tongban.services.items.queries import item_on, terms_on


class EventUnknown(Refusal):
    """No life event of this code is on file."""

    code = "guidance.unknown"

    def __init__(self, event: str) -> None:
        super().__init__(f"There is no life event {event}.", event=event)


@dataclass(frozen=True, slots=True)
class PlanStep:
    """One item to do with what the answers settle; papers certain and possible."""

    number: int
    step: LifeStep
    item: ServiceItem
    terms: Terms
    chosen: frozenset[str]
    limit: Limit | None
    certain: tuple[Material, ...]
    possible: tuple[Material, ...]
    open_groups: tuple[SituationGroup, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper of a plan with the numbers of the steps that ask for it."""

    material: Material
    steps: tuple[int, ...]
    is_certain: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """What the answers lead to, in the order of doing."""

    event: LifeEvent
    steps: tuple[PlanStep, ...]

    @property
    def papers(self) -> tuple[Paper, ...]:
        """Every paper once; one that two items ask for is brought once."""
        return _papers(self.steps)

    @property
    def longest(self) -> Limit | None:
        """The longest of the limits that run."""
        return longest(step.limit for step in self.steps if step.limit is not None)

    @property
    def open_groups(self) -> tuple[SituationGroup, ...]:
        """The items' own questions still open, each once."""
        found: dict[tuple[str, ...], SituationGroup] = {}
        for step in self.steps:
            for group in step.open_groups:
                codes = tuple(option.code for option in group.options)
                found.setdefault((group.code, *codes), group)
        return tuple(found.values())


def life_events() -> tuple[LifeEvent, ...]:
    """Return every life event, in the order of the file."""
    return guidance().events


def life_event(code: str) -> LifeEvent:
    """Return one life event; refuses ``guidance.unknown``."""
    for event in life_events():
        if event.code == code:
            return event
    raise EventUnknown(code)


def is_answered(event: LifeEvent, given: Answers) -> bool:
    """Say whether every question has a known answer."""
    return not unanswered(event, given)


def plan_for(
    event: LifeEvent,
    given: Answers,
    *,
    situations: Mapping[str, tuple[str, ...]],
    region: str,
    on: date,
) -> Plan:
    """Return what the answers lead to in a region on a day.

    ``situations`` are answers to the items' own questions, by question; what
    the life event settles already is not asked or changed again.
    """
    steps = steps_for(event, given)
    return Plan(
        event,
        tuple(
            _plan_step(number, step, given, situations, (region, on))
            for number, step in enumerate(steps, 1)
        ),
    )


def _plan_step(
    number: int,
    step: LifeStep,
    given: Answers,
    situations: Mapping[str, tuple[str, ...]],
    where: tuple[str, date],
) -> PlanStep:
    region, on = where
    item = item_on(step.item, region, on)
    terms = terms_on(step.item, audience_of(step, given), region, on)
    settled = frozenset(step.situations)
    groups = open_groups(terms, settled)
    chosen = settled | _answered(groups, situations)
    certain, possible = papers_for(terms, chosen)
    facts = {**(step.facts or {})}
    return PlanStep(
        number=number,
        step=step,
        item=item,
        terms=terms,
        chosen=chosen,
        limit=running_limit(terms, facts),
        certain=certain,
        possible=possible,
        open_groups=groups,
    )


def _answered(
    groups: Iterable[SituationGroup], situations: Mapping[str, tuple[str, ...]]
) -> frozenset[str]:
    """Return the answers that are offered; of an exclusive question the first."""
    found: set[str] = set()
    for group in groups:
        said = situations.get(group.code, ())
        known = [option.code for option in group.options if option.code in said]
        found.update(known if group.multiple else known[:1])
    return frozenset(found)


def _papers(steps: Iterable[PlanStep]) -> tuple[Paper, ...]:
    found: dict[str, Paper] = {}
    for step in steps:
        for material, sure in (
            *((one, True) for one in step.certain),
            *((one, False) for one in step.possible),
        ):
            known = found.get(material.name)
            before = known.steps if known else ()
            found[material.name] = Paper(
                material=known.material if known else material,
                steps=(*before, step.number),
                is_certain=sure or (known is not None and known.is_certain),
            )
    return tuple(sorted(found.values(), key=lambda paper: not paper.is_certain))
