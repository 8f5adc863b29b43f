"""The parameters of the desk, read once per process."""

from functools import cache
from pathlib import Path

from django.conf import settings

from tongban.core.desk.rules import DeskRules
from tongban.policy.desk import load_desk_rules


def desk_rules() -> DeskRules:
    """Return the parameters of the policy folder in use."""
    return _read(Path(settings.TONGBAN_POLICY))


@cache
def _read(folder: Path) -> DeskRules:
    return load_desk_rules(folder)
