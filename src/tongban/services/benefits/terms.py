"""The benefits in the policy folder, read once per process."""

from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings

from tongban.core.benefits.terms import RegionBenefits
from tongban.policy.benefits import Book, benefits_for, load_benefits


def region_benefits(region: str, *, day: date) -> RegionBenefits:
    """Return what the funds pay in the city of a region; refuse when unknown."""
    return benefits_for(_read(settings.TONGBAN_POLICY), region, day=day)


@cache
def _read(folder: Path) -> Book:
    return load_benefits(folder)
