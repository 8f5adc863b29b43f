"""Places, phones and sites of a region, and those a person would use."""

from datetime import date

import pytest
from tests.core.items.samples import CITY, CODE, SOURCE, item, place
from tests.core.items.test_regions import make_tree

from tongban.core.items.places import PlaceSet, PlaceSheet, places_for, with_places

SHEET = PlaceSheet(
    region=CITY,
    effective_on=date(2023, 6, 26),
    version="1",
    source=SOURCE,
    places=(place("370700"),),
    phones={"咨询电话": "1"},
    sites=("市网址",),
)
TREE = make_tree("100000", "370000", "370700", "370705", "370783", "370783112")


@pytest.mark.clause("SD28-通知二")
def test_a_sheet_adds_to_the_item_without_a_new_version():
    seen = with_places(item(phones={"监督电话": "2"}), SHEET)
    assert seen.places == (place("370700"),)
    assert seen.phones == {"监督电话": "2", "咨询电话": "1"}
    assert seen.sites == ("市网址",)
    assert seen.version == item().version


def test_what_is_said_for_one_item_joins_what_is_said_for_all():
    sheet = PlaceSheet(
        region=CITY,
        effective_on=SHEET.effective_on,
        version="1",
        source=SOURCE,
        phones={"咨询电话": "1"},
        items={CODE: PlaceSet(places=(place("370783"),), phones={"咨询电话": "9"})},
    )
    seen = with_places(item(), sheet)
    assert seen.places == (place("370783"),)
    assert seen.phones == {"咨询电话": "9"}


def test_a_sheet_without_phones_leaves_none():
    bare = PlaceSheet(CITY, SHEET.effective_on, "1", SOURCE)
    assert with_places(item(), bare).phones is None


@pytest.mark.parametrize(
    ("region", "shown"),
    [
        ("370700", ["370700", "370705", "370783", "370783112"]),
        ("370783", ["370783", "370700", "370783112"]),
        ("370705", ["370705", "370700"]),
        ("370783112", ["370783112", "370700", "370783"]),
    ],
)
def test_own_places_come_first_and_other_branches_stay_away(region, shown):
    places = [place(code) for code in ("370700", "370705", "370783", "370783112")]
    assert [one.region for one in places_for(TREE, places, region)] == shown
