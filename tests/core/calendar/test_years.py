"""The holiday law projected on a year without a notice."""

from tests.core.calendar.published import day

from tongban.core.calendar.years import HolidayLaw, HolidayRule
from tongban.core.days import Period

LAW = HolidayLaw(
    in_force=Period(day("2025-01-01"), None),
    source="办法",
    rules=(
        HolidayRule(name="春节", days=4, festival="spring_festival", offset=-1),
        HolidayRule(name="中秋节", days=1, festival="mid_autumn"),
        HolidayRule(name="国庆节", days=3, month=10, day=1),
    ),
)


def test_a_festival_may_begin_before_its_solar_date():
    days = LAW.project(
        2027,
        {"spring_festival": day("2027-02-06"), "mid_autumn": day("2027-09-15")},
    )
    spring = sorted(each for each, name in days.off.items() if name == "春节")
    assert (spring[0], spring[-1], len(spring)) == (
        day("2027-02-05"),
        day("2027-02-08"),
        4,
    )
    assert days.provisional
    assert not days.worked


def test_two_festivals_on_one_day_share_its_name():
    days = LAW.project(
        2031,
        {"spring_festival": day("2031-01-23"), "mid_autumn": day("2031-10-01")},
    )
    assert days.off[day("2031-10-01")] == "中秋节、国庆节"
    assert days.off[day("2031-10-02")] == "国庆节"
