"""The policy book of this process, read once from the policy folder."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from tongban.policy.book import PolicyBook
from tongban.policy.publishing import load_book


def book() -> PolicyBook:
    """Return the book of ``settings.TONGBAN_POLICY``.

    Raises ``PolicyErrors`` when the folder has mistakes: a site never runs on
    a catalogue that was not checked.
    """
    return _book_of(Path(settings.TONGBAN_POLICY))


@lru_cache(maxsize=4)
def _book_of(folder: Path) -> PolicyBook:
    return load_book(folder)
