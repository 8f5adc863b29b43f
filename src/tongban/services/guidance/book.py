"""What leads people to an item, read once per process from the policy folder."""

from functools import cache
from pathlib import Path

from django.conf import settings

from tongban.policy.guidance import GuidanceBook, Words, load_guidance
from tongban.policy.places import Sheets, load_places


def guidance() -> GuidanceBook:
    """Return the life events, questions and words of ``settings.TONGBAN_POLICY``."""
    return _guidance(Path(settings.TONGBAN_POLICY))


def words() -> Words:
    """Return the everyday words of each item."""
    return guidance().words


def sheets() -> Sheets:
    """Return what each region publishes about its offices."""
    return _sheets(Path(settings.TONGBAN_POLICY))


@cache
def _guidance(folder: Path) -> GuidanceBook:
    return load_guidance(folder)


@cache
def _sheets(folder: Path) -> Sheets:
    return load_places(folder)
