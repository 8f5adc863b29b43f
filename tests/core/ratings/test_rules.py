"""The figures are values."""

from dataclasses import FrozenInstanceError

import pytest

from tongban.core.ratings.rules import GivingRules


def test_figures_are_not_changed_in_passing():
    rules = GivingRules(open_days=30, additions_max=3)
    with pytest.raises(FrozenInstanceError):
        rules.open_days = 60  # type: ignore[misc]  # what is tried
