"""The parameters are a value."""

from tongban.core.collecting.rules import CollectingRules


def test_rules_are_compared_by_what_they_say():
    assert CollectingRules(15, 7) == CollectingRules(remind_days=15, silent_days=7)
