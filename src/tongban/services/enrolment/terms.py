"""The figures of enrolment in the policy folder, read once per process."""

from functools import cache
from pathlib import Path

from django.conf import settings

from tongban.core.enrolment.terms import RegionTerms
from tongban.policy.enrolment import Book, load_enrolment, terms_for


def enrolment_terms(region: str) -> RegionTerms:
    """Return the terms of a region or of its city; refuse when there are none."""
    return terms_for(_read(Path(settings.TONGBAN_POLICY)), region)


@cache
def _read(folder: Path) -> Book:
    return load_enrolment(folder)
