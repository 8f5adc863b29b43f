"""Parameters of handling are plain values that nobody can change in passing."""

from dataclasses import FrozenInstanceError

import pytest
from tests.core.calendar.published import SOURCE
from tests.core.cases.samples import RULES

from tongban.core.cases.rules import RefusalReason


def test_a_reason_without_items_is_for_every_item():
    assert RefusalReason("code", "文字", SOURCE, "办法").items == frozenset()


def test_parameters_cannot_be_changed_in_passing():
    with pytest.raises(FrozenInstanceError):
        RULES.draft_days = 1
