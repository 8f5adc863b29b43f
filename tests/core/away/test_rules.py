"""Areas without rules are named."""

from tongban.core.away.rules import NoAwayRules


def test_an_area_without_rules_is_named():
    assert NoAwayRules("820000").data["region"] == "820000"
