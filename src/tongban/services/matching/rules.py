"""The rules of matching in the policy folder, read once per process."""

from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings

from tongban.core.matching.proposals import MatchingRules
from tongban.policy.matching import load_matching, rules_for


def matching_rules(region: str, day: date) -> MatchingRules:
    """Return the rules of a region's city on a day; refuse when there are none."""
    return rules_for(_read(Path(settings.TONGBAN_POLICY)), region, day=day)


def all_rules(day: date) -> tuple[MatchingRules, ...]:
    """Return the rules that hold on a day, of every region that has any."""
    book = _read(Path(settings.TONGBAN_POLICY))
    regions = sorted({one.region for one in book if one.effective_on <= day})
    return tuple(rules_for(book, region, day=day) for region in regions)


@cache
def _read(folder: Path) -> tuple[MatchingRules, ...]:
    return load_matching(folder)
