"""The parameters are a value: equal ones are one."""

from tests.core.staff.test_standing import RULES

from tongban.core.staff.rules import StaffRules


def test_rules_are_compared_by_what_they_say():
    assert StaffRules(14, True, 36, 90, 5, 3, 200, 15) == RULES
