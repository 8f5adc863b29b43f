"""The figures of enrolment in the policy folder, read once per process."""

from functools import cache
from pathlib import Path

from django.conf import settings

from tongban.core.enrolment.terms import RegionTerms
from tongban.policy.enrolment import Book, load_enrolment, terms_for


def enrolment_terms(region: str) -> RegionTerms:
    """Return the terms of a region or of its city; refuse when there are none."""
    return terms_for(_read(Path(settings.TONGBAN_POLICY)), region)


def identity_codes() -> dict[str, str]:
    """Return the code of every identity that gets aid, by its code and its name."""
    book = _read(Path(settings.TONGBAN_POLICY))
    return {
        said: code
        for terms in book.values()
        for code, name in terms.identities.items()
        for said in (code, name)
    }


@cache
def _read(folder: Path) -> Book:
    return load_enrolment(folder)
