"""The parameters of handling, read once per process."""

from functools import cache
from pathlib import Path

from django.conf import settings

from tongban.core.cases.rules import CaseRules
from tongban.policy.handling import load_case_rules


def case_rules() -> CaseRules:
    """Return the parameters of the policy folder in use."""
    return _read(Path(settings.TONGBAN_POLICY))


@cache
def _read(folder: Path) -> CaseRules:
    return load_case_rules(folder)
