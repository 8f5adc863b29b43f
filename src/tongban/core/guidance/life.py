"""From what happened to somebody to the items, papers and limits (人生事件).

Four questions: who, what happened, and at most two about where and how. The
answers choose steps; everything said about a step comes from the catalogue.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Final

from tongban.core.items.catalogue import (
    Audience,
    ItemCode,
    Limit,
    LimitLayer,
    Material,
    SituationGroup,
    Terms,
)
from tongban.core.items.limits import (
    FactMissing,
    length_of,
    limits_for,
    limits_of_audience,
)
from tongban.core.items.situations import is_called_for

SCHEME: Final = "scheme"
QUESTIONS_MAX: Final = 2
Answers = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class LifeOption:
    """One answer to a question of a life event."""

    code: str
    name: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class LifeQuestion:
    """One question of a life event; exactly one answer is given."""

    code: str
    question: str
    options: tuple[LifeOption, ...]


@dataclass(frozen=True, slots=True)
class LifeStep:
    """One item to do; ``when`` names the answers that call for it.

    Without an audience the answer to the question ``scheme`` is the audience.
    ``situations`` and ``facts`` are what the answers settle already.
    """

    item: ItemCode
    why: str
    audience: Audience | None = None
    when: Mapping[str, tuple[str, ...]] | None = None
    situations: tuple[str, ...] = ()
    facts: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class LifeEvent:
    """Something that happens to people, with its questions and steps."""

    code: str
    door: str
    name: str
    hint: str
    icon: str
    questions: tuple[LifeQuestion, ...]
    steps: tuple[LifeStep, ...]
    nothing: str = ""


def unanswered(event: LifeEvent, given: Answers) -> tuple[LifeQuestion, ...]:
    """Return the questions that have no known answer yet."""
    return tuple(
        question
        for question in event.questions
        if given.get(question.code) not in {option.code for option in question.options}
    )


def steps_for(event: LifeEvent, given: Answers) -> tuple[LifeStep, ...]:
    """Return the steps the answers call for, in the order of doing."""
    return tuple(step for step in event.steps if _is_called(step, given))


def audience_of(step: LifeStep, given: Answers) -> Audience:
    """Return for whom the step is done."""
    if step.audience is not None:
        return step.audience
    return Audience(given[SCHEME])


def every_answer(event: LifeEvent) -> Iterator[Answers]:
    """Yield every way to answer the questions of an event."""
    codes = [question.code for question in event.questions]
    options = [
        [option.code for option in question.options] for question in event.questions
    ]
    for chosen in product(*options):
        yield dict(zip(codes, chosen, strict=True))


def open_groups(terms: Terms, settled: frozenset[str]) -> tuple[SituationGroup, ...]:
    """Return the item's own questions that the answers leave open.

    A question that takes several answers stays open: none may be right.
    """
    return tuple(
        group
        for group in terms.situations
        if settled.isdisjoint(option.code for option in group.options)
    )


def papers_for(
    terms: Terms, chosen: frozenset[str]
) -> tuple[tuple[Material, ...], tuple[Material, ...]]:
    """Return the papers that are needed for sure, and those still in question.

    A paper is in question while the one question that decides it is open.
    """
    certain = [one for one in terms.materials if is_called_for(one, chosen)]
    undecided = {
        option.code
        for group in terms.situations
        if not group.multiple
        and chosen.isdisjoint(option.code for option in group.options)
        for option in group.options
    }
    possible = [
        one
        for one in terms.materials
        if one not in certain and not undecided.isdisjoint(one.when)
    ]
    return tuple(certain), tuple(possible)


def running_limit(terms: Terms, facts: Mapping[str, str]) -> Limit | None:
    """Return the limit that runs, or the longest that may when a fact is open."""
    try:
        return min(limits_for(terms, facts), key=length_of)
    except FactMissing:
        own = [
            limit
            for limit in limits_of_audience(terms.limits, terms.audience)
            if limit.layer is not LimitLayer.NATION
        ]
        return max(own or terms.limits, key=length_of)


def longest(limits: Iterable[Limit]) -> Limit | None:
    """Return the longest of several limits."""
    return max(limits, key=length_of, default=None)


def _is_called(step: LifeStep, given: Answers) -> bool:
    return all(
        given.get(question) in accepted
        for question, accepted in (step.when or {}).items()
    )
