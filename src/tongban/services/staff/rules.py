"""The parameters of the staff register, read once per process."""

from functools import cache
from pathlib import Path

from django.conf import settings

from tongban.core.staff.rules import StaffRules
from tongban.policy.staff import load_staff_rules


def staff_rules() -> StaffRules:
    """Return the parameters of the policy folder in use."""
    return _read(Path(settings.TONGBAN_POLICY))


@cache
def _read(folder: Path) -> StaffRules:
    return load_staff_rules(folder)
