"""Sheets of places are compared place by place."""

from dataclasses import replace
from datetime import date

from tongban.core.items.catalogue import Citation, Place, RegionCode
from tongban.core.items.places import PlaceSet, PlaceSheet
from tongban.core.items.sheet_diff import find_sheet_changes

CITY = RegionCode("370700")
HALL = Place("市大厅", "示例路1号", "9:00-17:00", "10000000001", CITY)
SHEET = PlaceSheet(
    region=CITY,
    effective_on=date(2023, 6, 26),
    version="1",
    source=Citation("SD28", "通知二"),
    places=(HALL,),
    phones={"咨询电话": "10000012393"},
    sites=("小程序",),
)


def said(old, new):
    return [change.words for change in find_sheet_changes(old, new)]


def test_the_same_sheet_has_no_changes_whatever_its_version():
    assert said(SHEET, replace(SHEET, version="2", effective_on=date(2024, 1, 1))) == []


def test_each_field_of_a_place_is_named():
    moved = replace(HALL, address="示例路2号", hours="8:30-17:00")
    assert said(SHEET, replace(SHEET, places=(moved,))) == [
        "办理地点“市大厅”的地址：由“示例路1号”改为“示例路2号”",
        "办理地点“市大厅”的办公时间：由“9:00-17:00”改为“8:30-17:00”",
    ]


def test_a_new_place_a_dropped_phone_and_other_sites():
    other = replace(HALL, name="东大厅")
    new = replace(SHEET, places=(HALL, other), phones=None, sites=("网站",))
    assert said(SHEET, new) == [
        "办理地点：由“无”改为“东大厅（示例路1号，9:00-17:00，10000000001）”",
        "电话“咨询电话”：由“10000012393”改为“无”",
        "办理网址：由“小程序”改为“网站”",
    ]


def test_a_first_sheet_is_compared_with_nothing():
    assert len(said(None, SHEET)) == 3


def test_what_one_item_has_for_itself_is_named_with_the_item():
    own = {"transfer-in": PlaceSet(phones={"专线": "10000000009"})}
    assert said(SHEET, replace(SHEET, items=own, notice="演示")) == [
        "电话（transfer-in）“专线”：由“无”改为“10000000009”",
        "说明：由“无”改为“演示”",
    ]
