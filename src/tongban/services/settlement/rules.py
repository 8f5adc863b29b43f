"""The rules of settlement in the policy folder, read once per process."""

from functools import cache
from pathlib import Path

from django.conf import settings

from tongban.core.settlement.rules import SettlementRules
from tongban.policy.settlement import load_settlement


def settlement_rules() -> SettlementRules:
    """Return the rules of this deployment."""
    return _read(settings.TONGBAN_POLICY)


@cache
def _read(folder: Path) -> SettlementRules:
    return load_settlement(folder)
