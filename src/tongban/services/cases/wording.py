"""Refusals of the core told with the names people know, not our codes."""

from collections.abc import Iterator
from contextlib import contextmanager

from tongban.core.cases.decisions.handling import RulesNotMet
from tongban.core.cases.decisions.notices import (
    FieldNotListed,
    NoticeOpen,
    SecondNotice,
)
from tongban.core.items.catalogue import Terms
from tongban.services.cases.forms import subject_name, title_of
from tongban.services.cases.words import word


@contextmanager
def in_words(terms: Terms) -> Iterator[None]:
    """Name materials, fields and rules in a refusal by their words."""
    try:
        yield
    except SecondNotice as refused:
        named = (subject_name(terms, each) for each in refused.subjects)
        raise SecondNotice(subjects=named, told_on=refused.told_on) from refused
    except NoticeOpen as refused:
        raise NoticeOpen(
            subject_name(terms, each) for each in refused.subjects
        ) from refused
    except FieldNotListed as refused:
        raise FieldNotListed(
            title_of(terms, each) for each in refused.fields
        ) from refused
    except RulesNotMet as refused:
        raise RulesNotMet(
            tuple(word(f"unmet.{each}") for each in refused.failed)
        ) from refused
