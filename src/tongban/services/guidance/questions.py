"""What is often asked about an item, and the blank and the filled sample form."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from tongban.core.guidance.questions import source_of
from tongban.core.items.catalogue import ServiceItem, Terms
from tongban.core.json_values import Json
from tongban.services.cases.forms import properties_of
from tongban.services.demo.samples import Subject, sample_form, sample_situations
from tongban.services.guidance.book import guidance
from tongban.services.items.citing import cite

# Invented; the number begins like nobody's and is no credit code in use.
SAMPLE_PERSON: Final = Subject("张示例", "990101199001010019", "10000000000")
SAMPLE_FIRM: Final = Subject("示例有限公司", "99370700MA0000000X", "10000000000")


@dataclass(frozen=True, slots=True)
class Asked:
    """One question with its answer, the published words and where they stand."""

    ask: str
    answer: str
    quote: str
    source: str


def asked_about(item: ServiceItem) -> tuple[Asked, ...]:
    """Return what is often asked about an item.

    A question whose words no longer stand in the item of the day is left out.
    """
    found = []
    for one in guidance().questions:
        if one.item == item.code and (clause := source_of(one, item)):
            words = cite(item.source.document, clause)
            found.append(Asked(one.ask, one.answer, one.quote, words))
    return tuple(found)


def filled_sample(
    terms: Terms, *, on: date, situations: Iterable[str], is_firm: bool
) -> dict[str, Json]:
    """Return an invented form as somebody in these situations would fill it in."""
    chosen = tuple(situations) or sample_situations(terms)
    subject = SAMPLE_FIRM if is_firm else SAMPLE_PERSON
    filled = sample_form(terms, subject, today=on, situations=chosen)
    return filled | _people(terms, filled) if is_firm else filled


def _people(terms: Terms, filled: Mapping[str, Json]) -> dict[str, Json]:
    """Return the entries of an organisation's form that are about a person."""
    return {
        name: words
        for name, rules in properties_of(terms).items()
        if name in filled and (words := _of_person(rules))
    }


def _of_person(rules: Mapping[str, object]) -> str:
    if "姓名" in str(rules.get("title", "")):
        return SAMPLE_PERSON.name
    is_number = rules.get("x-widget") == "id-number"
    return SAMPLE_PERSON.identifier if is_number else ""
