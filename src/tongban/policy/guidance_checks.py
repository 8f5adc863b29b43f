"""Holds the guidance against the catalogue: no way leads nowhere, no item is lost."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from tongban.core.guidance.life import (
    SCHEME,
    LifeEvent,
    LifeStep,
    audience_of,
    every_answer,
    steps_for,
)
from tongban.core.guidance.questions import source_of
from tongban.core.items.catalogue import Audience, ItemCode, ServiceItem
from tongban.core.items.situations import situation_codes
from tongban.core.items.terms import audiences_of
from tongban.policy.book import PolicyBook
from tongban.policy.guidance import GuidanceBook, load_guidance
from tongban.policy.publishing import load_book
from tongban.policy.reading import PolicyErrors, Problem

WORDS_MIN: Final = 5
Items = Mapping[ItemCode, ServiceItem]


def check_folder(folder: Path) -> GuidanceBook:
    """Return the guidance checked against the folder's own items.

    A catalogue that cannot be read is another check's to report.
    """
    try:
        catalogue = load_book(folder)
    except PolicyErrors:
        return load_guidance(folder)
    return check_guidance(folder, catalogue)


def check_guidance(folder: Path, catalogue: PolicyBook) -> GuidanceBook:
    """Return the guidance when everything it names is there and used rightly.

    Raises ``PolicyErrors`` also for a life event with a way to no item, an item
    no life event leads to, an item with few words, and a quotation that stands
    in none of the item's texts.
    """
    book = load_guidance(folder)
    day = catalogue.effective_days()[-1]
    published = [
        item
        for region in catalogue.publishers()
        for item in catalogue.items_on(region, day)
    ]
    items = {item.code: item for item in reversed(published)}
    problems = (
        *_word_problems(book, items),
        *_life_problems(book, items),
        *_question_problems(book, published),
    )
    if problems:
        raise PolicyErrors(problems)
    return book


def _word_problems(book: GuidanceBook, items: Items) -> Iterator[Problem]:
    document = book.documents["words"]
    for at, code in enumerate(book.words):
        if code not in items:
            yield document.problem(("words", at, "item"), f"没有事项“{code}”")
    for item in items.values():
        if len(book.words.get(item.code, ())) < WORDS_MIN:
            words = f"事项“{item.name}”的常用说法少于{WORDS_MIN}个"
            yield document.problem(("words",), words)


def _question_problems(
    book: GuidanceBook, published: Sequence[ServiceItem]
) -> Iterator[Problem]:
    """Ask that a quotation stands in the texts of one region; others leave it out."""
    document = book.documents["questions"]
    for at, question in enumerate(book.questions):
        place = ("questions", at)
        named = [item for item in published if item.code == question.item]
        if not named:
            yield document.problem((*place, "item"), f"没有事项“{question.item}”")
        elif not any(source_of(question, item) for item in named):
            words = f"事项“{named[0].name}”的备注和指南里没有这句原文"
            yield document.problem((*place, "quote"), words)


def _life_problems(book: GuidanceBook, items: Items) -> Iterator[Problem]:
    document = book.documents["life"]
    reached: set[ItemCode] = set()
    for at, event in enumerate(book.events):
        broken = False
        for number, step in enumerate(event.steps):
            for words in _step_problems(event, step, items):
                broken = True
                yield document.problem(("events", at, "steps", number), words)
        if not broken:
            for words in _way_problems(event, items):
                yield document.problem(("events", at), words)
        reached |= {step.item for step in event.steps}
    for item in items.values():
        if item.code not in reached:
            words = f"没有哪件事会引到事项“{item.name}”"
            yield document.problem(("events",), words)


def _step_problems(event: LifeEvent, step: LifeStep, items: Items) -> Iterator[str]:
    item = items.get(step.item)
    if item is None:
        yield f"没有事项“{step.item}”"
        return
    asked = {
        question.code: {option.code for option in question.options}
        for question in event.questions
    }
    for question, accepted in (step.when or {}).items():
        for code in set(accepted) - asked.get(question, set()):
            yield f"问题“{question}”没有回答“{code}”"
    for code in set(step.situations) - situation_codes(item.situations):
        yield f"事项“{item.name}”没有情形“{code}”"
    if step.audience is None and not asked.get(SCHEME, set()) <= set(Audience):
        yield f"没有写服务对象（as），问题“{SCHEME}”的回答又不是服务对象"
    elif step.audience is None and SCHEME not in asked:
        yield f"没有写服务对象（as），也没有问“{SCHEME}”"
    elif step.audience is not None and step.audience not in audiences_of(item):
        yield f"事项“{item.name}”不对“{step.audience.value}”开放"


def _way_problems(event: LifeEvent, items: Items) -> Iterator[str]:
    used: set[int] = set()
    for given in every_answer(event):
        steps = steps_for(event, given)
        used |= {id(step) for step in steps}
        if not steps and not event.nothing:
            said = "、".join(given.values())
            yield f"回答{said}时没有事项，也没有写怎么办（nothing）"
        for step in steps:
            audience = audience_of(step, given)
            if audience not in audiences_of(items[step.item]):
                yield f"事项“{step.item}”不对“{audience.value}”开放"
    for step in event.steps:
        if id(step) not in used:
            yield f"事项“{step.item}”的这一步永远不会出现"
