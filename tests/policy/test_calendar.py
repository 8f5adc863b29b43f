"""Every day of the notices, the festival table, and one broken sample per mistake."""

import json
import shutil
from datetime import date, timedelta
from math import floor
from pathlib import Path

import chinese_calendar
import pytest
import yaml
from lunardate import LunarDate
from tests.core.calendar.published import CALENDAR, POLICY, day, days_from

from tongban.core.calendar.workdays import YearUnknown
from tongban.policy.calendar import load_calendar, load_notices, parse_notice
from tongban.policy.located import PolicyFileWrong

LAW = yaml.safe_load((POLICY / "calendar" / "law.yaml").read_text(encoding="utf-8"))
QINGMING_CENTURY = 4.81  # constant of the solar-term formula for the 21st century
NOTICE = """\
year: 2027
notice:
  title: 国务院办公厅关于2027年部分节假日安排的通知
  number: 国办发明电〔2026〕1号
  published_on: 2026-11-05
festivals:
  - name: 元旦
    clause: 第一项
    days_off: {from: 2027-01-01, through: 2027-01-03}
  - name: 国庆节
    clause: 第七项
    days_off: {from: 2027-10-01, through: 2027-10-07}
    worked: [2027-09-26, 2027-10-09]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(POLICY / "calendar", tmp_path / "calendar")
    shutil.copytree(POLICY / "schema", tmp_path / "schema")
    return tmp_path


@pytest.mark.parametrize("year", range(2021, 2027))
def test_every_day_of_a_published_year_agrees_with_an_independent_calendar(year):
    differing = [
        each
        for each in days_from(date(year, 1, 1), date(year, 12, 31))
        if CALENDAR.is_workday(each) != chinese_calendar.is_workday(each)
    ]
    assert differing == []


@pytest.mark.parametrize(
    "entry", LAW["solar_dates"]["years"], ids=lambda each: each["year"]
)
def test_the_festival_table_agrees_with_the_lunar_calendar(entry):
    year = entry["year"]
    short = year % 100
    qingming = floor(short * 0.2422 + QINGMING_CENTURY) - short // 4
    assert entry["spring_festival"] == LunarDate(year, 1, 1).to_solar_date()
    assert entry["dragon_boat"] == LunarDate(year, 5, 5).to_solar_date()
    assert entry["mid_autumn"] == LunarDate(year, 8, 15).to_solar_date()
    assert entry["qingming"] == date(year, 4, qingming)


def test_new_years_eve_is_off_under_the_law_of_2024():
    eve = CALENDAR.name_of_day_off(day("2029-02-12"))
    assert LunarDate.from_solar_date(2029, 2, 12).month == 12
    assert eve == "春节"


@pytest.mark.parametrize("year", range(2027, 2041))
def test_a_provisional_year_has_the_thirteen_days_of_the_law(year):
    off = next(each.off for each in CALENDAR.years if each.year == year)
    shared = sum("、" in name for name in off.values())
    assert len(off) + shared == 13


def test_the_law_of_2013_has_eleven_days_and_that_of_2024_thirteen():
    days = [sum(each["days"] for each in law["festivals"]) for law in LAW["laws"]]
    assert days == [11, 13]


def test_a_published_year_is_not_provisional_and_carries_its_document_number():
    numbers = [notice.source for notice in load_notices(POLICY)]
    assert numbers == [
        "国办发明电〔2020〕27号",
        "国办发明电〔2021〕11号",
        "国办发明电〔2022〕16号",
        "国办发明电〔2023〕7号",
        "国办发明电〔2024〕12号",
        "国办发明电〔2025〕7号",
    ]


def test_a_notice_wins_over_the_law(folder):
    (folder / "calendar" / "2027.yaml").write_text(NOTICE, encoding="utf-8")
    calendar = load_calendar(folder)
    assert not calendar.is_provisional(day("2027-10-01"))
    assert calendar.is_workday(day("2027-10-09"))
    assert not calendar.is_workday(day("2027-10-07"))


def test_a_notice_loaded_later_wins_over_the_folder(folder):
    loaded = parse_notice(NOTICE, name="notice", folder=folder)
    calendar = load_calendar(folder, loaded=[loaded])
    assert not calendar.is_provisional(day("2027-10-01"))


def test_a_year_with_neither_notice_nor_law_is_refused(folder):
    (folder / "calendar" / "2024.yaml").unlink()
    with pytest.raises(YearUnknown) as refused:
        load_calendar(folder)
    assert refused.value.data == {"year": 2024}


@pytest.mark.parametrize(
    ("case", "old", "new", "fault"),
    [
        (
            "a weekday worked",
            "2027-09-26,",
            "2027-09-27,",
            "notice:13: 2027-09-27 cannot",
        ),
        ("worked twice", "2027-10-09]", "2027-09-26]", "notice:13: "),
        (
            "a day that is none",
            "through: 2027-01-03",
            "through: 2027-02-30",
            "notice:9: 2027-02-30 is not a day",
        ),
        (
            "end before start",
            "through: 2027-01-03",
            "through: 2026-12-31",
            "notice:9: 2026-12-31 lies before",
        ),
        (
            "off in two festivals",
            "from: 2027-10-01",
            "from: 2027-01-02",
            "notice:12: 2027-01-02 is off twice",
        ),
        (
            "off and worked",
            "2027-10-09]",
            "2027-10-02]",
            "2027-10-02 is off and worked",
        ),
        (
            "off in another year",
            "from: 2027-01-01, through: 2027-01-03",
            "from: 2025-01-01, through: 2025-01-01",
            "notice:9: 2025-01-01 does not",
        ),
        (
            "worked in another year",
            "2027-09-26,",
            "2025-09-28,",
            "notice:13: 2025-09-28 does not belong",
        ),
        ("a key nobody knows", "clause: 第一项", "clauses: 第一项", "notice:7: "),
        ("no date of publication", "  published_on: 2026-11-05\n", "", "notice:2: "),
    ],
)
def test_a_broken_notice_is_refused_with_its_line(case, old, new, fault):
    assert old in NOTICE
    with pytest.raises(PolicyFileWrong) as refused:
        parse_notice(NOTICE.replace(old, new), name="notice", folder=POLICY)
    assert any(fault in each for each in refused.value.faults), case


def test_a_file_of_the_wrong_year_is_refused(folder):
    (folder / "calendar" / "2028.yaml").write_text(NOTICE, encoding="utf-8")
    with pytest.raises(PolicyFileWrong, match=r"2028\.yaml:1: the file is named 2028"):
        load_calendar(folder)


@pytest.mark.parametrize(
    ("case", "old", "new", "fault"),
    [
        ("a year twice", "{year: 2028,", "{year: 2027,", "named twice"),
        (
            "no law for a year",
            "from: 2025-01-01}",
            "from: 2028-01-01}",
            "ruled by 0 laws",
        ),
        ("two laws for a year", ", through: 2024-12-31}", "}", "ruled by 2 laws"),
        (
            "a date of another year",
            "qingming: 2027-04-05",
            "qingming: 2026-04-05",
            "does not lie in 2027",
        ),
        ("a rule without a day", "month: 5, day: 1, days: 2", "days: 2", "law.yaml:"),
    ],
)
def test_a_broken_law_file_is_refused_with_its_line(folder, case, old, new, fault):
    path = folder / "calendar" / "law.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(PolicyFileWrong, match=r"calendar/law\.yaml:\d+: ") as refused:
        load_calendar(folder)
    assert any(fault in each for each in refused.value.faults), case


def test_the_schemas_are_themselves_valid():
    for path in (POLICY / "schema").glob("c*.json"):
        assert json.loads(path.read_text(encoding="utf-8"))["title"]


def test_each_notice_was_published_before_its_year_began():
    for path in (POLICY / "calendar").glob("20*.yaml"):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        first = date(content["year"], 1, 1)
        published = content["notice"]["published_on"]
        assert first - timedelta(days=120) < published < first
