"""Grades and figures of ratings, read once per process."""

from functools import cache
from pathlib import Path

from django.conf import settings

from tongban.core.ratings.grades import GradeBook
from tongban.core.ratings.rules import RatingRules
from tongban.policy.ratings import load_grades, load_rating_rules


def grade_book() -> GradeBook:
    """Return the grades and reasons of the policy folder in use."""
    return _grades(Path(settings.TONGBAN_POLICY))


def rating_rules() -> RatingRules:
    """Return the figures of the policy folder in use."""
    return _rules(Path(settings.TONGBAN_POLICY))


@cache
def _grades(folder: Path) -> GradeBook:
    return load_grades(folder)


@cache
def _rules(folder: Path) -> RatingRules:
    return load_rating_rules(folder)
