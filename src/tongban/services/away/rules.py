"""What the policy folder says about treatment away from home, read once a process."""

from functools import cache
from pathlib import Path

from django.conf import settings

from tongban.core.away.rules import AwayRules
from tongban.policy.away import Book, away_rules_for, load_away


def away_rules(region: str) -> AwayRules:
    """Return the rules of an area; refuse when there are none."""
    return away_rules_for(_read(Path(settings.TONGBAN_POLICY)), region)


@cache
def _read(folder: Path) -> Book:
    return load_away(folder)
