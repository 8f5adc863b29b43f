"""Which places can do an item, which are open, and which is nearest."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tongban.core.guidance.points import Aid
from tongban.records.offices.models import Office
from tongban.services.guidance.places import (
    Wanted,
    centre_of,
    nearest_open,
    points_in,
)
from tongban.services.items.queries import item_on

CHINA = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2023, 9, 11, 10, tzinfo=CHINA)
MID_AUTUMN = datetime(2023, 9, 29, 10, tzinfo=CHINA)
EXCHANGED = datetime(2023, 10, 7, 10, tzinfo=CHINA)
CITY = "370700"


def names(found) -> list[str]:
    return [point.code for point in found]


def test_every_office_of_the_city_has_a_place_hours_and_a_way_to_it():
    found = points_in(CITY, moment=MONDAY)
    assert len(found) == Office.objects.filter(region__startswith="3707").count()
    assert all(point.position and point.hours and point.state for point in found)


@pytest.mark.clause("SD20-19")
def test_only_places_that_take_the_item_are_shown():
    joining = item_on("hospital-designation", CITY, MONDAY.date())
    filing = item_on("temporary-travel-filing", CITY, MONDAY.date())

    own = points_in(CITY, moment=MONDAY, wanted=Wanted(item=joining))
    every = points_in(CITY, moment=MONDAY, wanted=Wanted(item=filing))

    assert {point.kind.value for point in own} == {"bureau", "hall"}
    assert {"town", "village"} <= {point.kind.value for point in every}


@pytest.mark.parametrize(
    ("case", "moment", "state"),
    [
        ("a Monday morning", MONDAY, "现在开着，12:00关门"),
        ("at noon", MONDAY.replace(hour=12), "现在不开，今天 13:00 开门"),
        ("in the evening", MONDAY.replace(hour=20), "现在不开，明天 9:00 开门"),
        ("a holiday", MID_AUTUMN, "现在不开，10月7日（星期六）9:00 开门"),
        ("a Saturday worked in exchange", EXCHANGED, "现在开着，12:00关门"),
    ],
)
def test_open_or_not_by_the_calendar(case, moment, state):
    (hall,) = [
        one for one in points_in("370705", moment=moment) if one.code == "370705"
    ]
    assert hall.state == state, case


def test_an_exchanged_day_and_a_holiday_say_why():
    hall = points_in("370705", moment=EXCHANGED)[0]
    closed = points_in("370705", moment=MID_AUTUMN)[0]
    assert "调休上班" in hall.today
    assert "今天不开（" in closed.today


def test_the_nearest_place_stands_first_and_says_how_far():
    found = points_in(CITY, moment=MONDAY, near="370783112")
    metres = [point.metres for point in found]
    assert found[0].code == "370783112"
    assert found[0].distance == "就在这里"
    assert found[1].distance.endswith("公里")
    assert metres == sorted(metres)


def test_a_town_without_a_centre_of_its_own_takes_its_county_s():
    assert centre_of("370724") is not None
    assert centre_of("370000") is None
    assert centre_of("") is None


def test_what_opens_first_is_offered_when_all_are_closed():
    found = points_in(CITY, moment=MID_AUTUMN)
    assert not any(point.is_open for point in found)
    assert nearest_open(found) == found[0]
    assert nearest_open(()) is None


def test_aids_and_open_now_narrow_the_list():
    wheelchair = frozenset({Aid.WHEELCHAIR})
    found = points_in(CITY, moment=MONDAY, wanted=Wanted(aids=wheelchair))
    closed = points_in(CITY, moment=MID_AUTUMN, wanted=Wanted(open_now=True))
    assert found
    assert all(Aid.WHEELCHAIR in point.aids for point in found)
    assert closed == ()


def test_a_station_closed_down_leaves_the_map_at_once():
    Office.objects.filter(code="370705002001").update(is_active=False)
    assert "370705002001" not in names(points_in(CITY, moment=MONDAY))


def test_an_office_without_published_details_is_listed_without_a_place():
    Office.objects.filter(code="370705002001").update(
        code="370705002099", path="/370000/370700/370705/370705002/370705002099/"
    )
    (bare,) = [
        one for one in points_in("370705002", moment=MONDAY) if one.position is None
    ]
    assert (bare.state, bare.distance, bare.is_open) == ("", "", False)
    assert bare.hours
