"""Shares of visitors who scan at each step, and the step where fewest do."""

from tongban.core.credentials.purposes import Purpose
from tongban.core.figures.scans import scan_lines, shown_steps

HOSPITAL = {"市立医院": 10, "药房": 3, "中心": 4}
STEPS = {
    ("市立医院", "register"): 10,
    ("市立医院", "visit"): 7,
    ("市立医院", "settle"): 9,
    ("市立医院", "examine"): 2,
    ("药房", "pharmacy"): 3,
    ("中心", "counter"): 4,
}


def test_the_busiest_place_stands_first_with_the_share_of_each_step():
    lines = scan_lines(HOSPITAL, STEPS)
    assert [line.place for line in lines] == ["市立医院", "中心", "药房"]
    assert lines[0].share_of(Purpose.VISIT) == 7_000
    assert lines[0].share_of(Purpose.REPORT) == 0
    assert Purpose.PHARMACY not in shown_steps(lines[0])
    assert shown_steps(lines[2]) == (Purpose.PHARMACY,)


def test_the_lowest_step_is_one_that_every_visit_passes():
    hospital, office, pharmacy = scan_lines(HOSPITAL, STEPS)
    assert hospital.lowest is Purpose.VISIT
    assert pharmacy.lowest is None
    assert office.lowest is None


def test_where_everybody_scans_nothing_is_broken_and_nobody_is_no_share():
    full = {("甲", step): 2 for step in ("register", "visit", "settle")}
    assert scan_lines({"甲": 2}, full)[0].lowest is None
    assert scan_lines({"甲": 0}, {})[0].share_of(Purpose.VISIT) is None
    missing = {("甲", "register"): 2, ("甲", "visit"): 2}
    assert scan_lines({"甲": 2}, missing)[0].lowest is Purpose.SETTLE
