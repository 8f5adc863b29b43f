"""The indicator dictionary in use, read once per process."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from django.conf import settings

from tongban.core.figures.indicators import Indicator
from tongban.policy.figures import load_indicators


def indicators() -> Mapping[str, Indicator]:
    """Return every indicator by its code."""
    return _read(Path(settings.TONGBAN_POLICY))


@cache
def _read(folder: Path) -> Mapping[str, Indicator]:
    return load_indicators(folder)
