"""The policy book: the folder's files and what regions published on top of them.

The files are read once in a process. Publications are asked for by their newest
number, once in a request, so that every process sees a new one without a
restart; only then is the book built again. A published change that no longer
passes the checks (the files under it changed) is set aside, never applied.
"""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.conf import settings

from tongban.policy.book import PolicyBook
from tongban.policy.folder import Folder, read_folder
from tongban.policy.overlays import Publication, book_of, check_published
from tongban.policy.publishing import inspect
from tongban.policy.reading import PolicyErrors, Problem
from tongban.records.catalogue.models import Publication as PublicationRow

CATALOGUES_KEPT: Final = 4
CHECKS_KEPT: Final = 2_048
_log = logging.getLogger(__name__)
Newest = tuple[int, datetime]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The book with what it was made of; ``problems`` are of what was set aside."""

    files: Folder
    published: tuple[Publication, ...]
    book: PolicyBook
    problems: tuple[Problem, ...]


_held: ContextVar[list[Catalogue] | None] = ContextVar("held_catalogue", default=None)


def book() -> PolicyBook:
    """Return the book in force.

    Raises ``PolicyErrors`` when the folder has mistakes: a site never runs on
    a catalogue that was not checked.
    """
    return catalogue().book


def files_book() -> PolicyBook:
    """Return the book of the files alone: regions and cited documents stand there."""
    return _files_book(Path(settings.TONGBAN_POLICY))


def catalogue() -> Catalogue:
    """Return the catalogue in force; within ``one_catalogue`` always the same."""
    held = _held.get()
    if held:
        return held[0]
    newest = PublicationRow.objects.order_by("-id").values_list("id", "at").first()
    found = _catalogue_of(Path(settings.TONGBAN_POLICY), newest)
    if held is not None:
        held.append(found)
    return found


@contextmanager
def one_catalogue() -> Iterator[None]:
    """Ask for new publications once in this block, however often the book is used."""
    token = _held.set([])
    try:
        yield
    finally:
        _held.reset(token)


def forget_catalogue() -> None:
    """Ask again from here on: this very block changed what is published."""
    held = _held.get()
    if held:
        held.clear()
    _catalogue_of.cache_clear()


def published_changes() -> tuple[Publication, ...]:
    """Return what was published and not taken back, the oldest first."""
    rows = PublicationRow.objects.order_by("id")
    gone = {row.change_id for row in rows if row.kind == PublicationRow.Kind.WITHDRAWN}
    return tuple(
        Publication(row.region, row.subject, row.number, row.text)
        for row in rows
        if row.change_id not in gone
    )


@lru_cache(maxsize=CATALOGUES_KEPT)
def _catalogue_of(root: Path, newest: Newest | None) -> Catalogue:
    """Build the catalogue; ``newest`` names the state of the publications."""
    files = _files_of(root)
    published = () if newest is None else published_changes()
    kept, problems = _sifted(root, published)
    for problem in problems:
        _log.warning("Set aside: %s", problem)
    return Catalogue(files, kept, book_of(files, kept), problems)


@lru_cache(maxsize=CATALOGUES_KEPT)
def _files_of(root: Path) -> Folder:
    folder = read_folder(root)
    problems = inspect(folder).problems
    if problems:
        raise PolicyErrors(problems)
    return folder


@lru_cache(maxsize=CATALOGUES_KEPT)
def _files_book(root: Path) -> PolicyBook:
    return PolicyBook(_files_of(root))


def _sifted(
    root: Path, published: Sequence[Publication]
) -> tuple[tuple[Publication, ...], tuple[Problem, ...]]:
    """Return what passes the checks, and what is wrong with the rest."""
    kept: list[Publication] = []
    problems: list[Problem] = []
    for subject in dict.fromkeys(one.subject for one in published):
        mine = tuple(one for one in published if one.subject == subject)
        found = _problems_of(root, subject, mine)
        problems.extend(found)
        if found:
            files = {problem.file for problem in found}
            mine = tuple(one for one in mine if one.shown not in files)
        if not found or not _problems_of(root, subject, mine):
            kept.extend(mine)
    return tuple(kept), tuple(problems)


@lru_cache(maxsize=CHECKS_KEPT)
def _problems_of(
    root: Path, subject: str, published: tuple[Publication, ...]
) -> tuple[Problem, ...]:
    return check_published(_files_of(root), published, subject)
