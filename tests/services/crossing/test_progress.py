"""The progress table is entered, closed on its day, corrected and printed."""

import io
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from python_calamine import load_workbook
from tests.services.crossing.stage import (
    GUANGDONG,
    GUANGZHOU,
    SHENZHEN,
    YUEXIU,
    open_cities_of_guangdong,
)

from tongban.core.access.actor import Actor, ActorKind, Grant, Role
from tongban.core.access.rights import NotAllowed
from tongban.core.crossing.progress import (
    HEAD_ROW,
    SUMMARY,
    TEXT_MAX,
    UNIT,
    NoProgressTable,
    NotACell,
    TextTooLong,
)
from tongban.core.items.catalogue import Channel
from tongban.records.crossing.models import ProgressEntry, ProgressIssue
from tongban.services.cases.envelope import Envelope
from tongban.services.crossing.progress import (
    CorrectionUnexplained,
    NotClosed,
    close_due,
    correct,
    enter_cells,
    entries_of,
    table_now,
)
from tongban.services.crossing.queries import (
    IssueUnknown,
    city_of,
    draft_xlsx,
    is_asked_for,
    issue_xlsx,
    progress_reminder,
    progress_view,
)

pytestmark = [pytest.mark.django_db, pytest.mark.clause("GD18-任务六")]
CITY = GUANGZHOU
CHINA = ZoneInfo("Asia/Shanghai")
SUPERVISOR = Actor(
    ActorKind.STAFF,
    None,
    "督办人员",
    office_code=CITY,
    office_path=f"/440000/{CITY}",
    office_level="city",
    grants=(Grant(Role.SUPERVISOR, f"/440000/{CITY}"),),
)


@pytest.fixture(autouse=True)
def guangzhou(monkeypatch):
    monkeypatch.setattr(settings, "TONGBAN_REGION", CITY)
    open_cities_of_guangdong()


def moment(day, hour=10, minute=0):
    said = date.fromisoformat(day)
    return datetime(said.year, said.month, said.day, hour, minute, tzinfo=CHINA)


def sent(day, key="one", hour=10, minute=0):
    return Envelope(SUPERVISOR, moment(day, hour, minute), key, Channel.COUNTER)


def enter(envelope, text, *, sequence=2, column="covered"):
    return enter_cells(envelope, region=CITY, sequence=sequence, texts={column: text})


def test_the_latest_text_holds_and_a_repeated_request_adds_nothing():
    assert enter(sent("2021-06-02"), "越秀区") == 1
    assert enter(sent("2021-06-02"), "越秀区") == 0
    assert enter(sent("2021-06-03", "two"), "越秀区、天河区") == 1
    assert entries_of(CITY) == {(2, "covered"): "越秀区、天河区"}
    assert ProgressEntry.objects.count() == 2


def test_what_is_no_cell_is_refused_and_nothing_of_the_row_is_kept():
    texts = {"covered": "全市", "goal": "跨省通办"}
    with pytest.raises(NotACell):
        enter_cells(sent("2021-06-02"), region=CITY, sequence=2, texts=texts)
    with pytest.raises(TextTooLong):
        enter(sent("2021-06-02"), "长" * (TEXT_MAX + 1))
    with pytest.raises(NoProgressTable):
        enter_cells(sent("2021-06-02"), region="370700", sequence=2, texts={})
    assert not ProgressEntry.objects.exists()


def test_who_only_looks_enters_and_corrects_nothing():
    clerk = replace(SUPERVISOR, grants=(Grant(Role.CLERK, SUPERVISOR.office_path),))
    envelope = replace(sent("2021-06-02"), actor=clerk)
    with pytest.raises(NotAllowed):
        enter(envelope, "全市")
    with pytest.raises(NotAllowed):
        correct(envelope, region=CITY, year=2021, month=6, reason="漏填")
    assert progress_reminder(clerk, day=date(2021, 6, 18)) == ""


def test_a_month_closes_late_with_what_was_entered_until_the_end_of_its_day():
    enter(sent("2021-06-20", "one", 23, 59), "当天")
    enter(sent("2021-06-21", "two", 0, 0), "次日")
    assert close_due(moment("2021-06-20", 23, 59)) == 0
    assert close_due(moment("2021-06-23")) == 1
    assert close_due(moment("2021-06-24")) == 0
    issue = ProgressIssue.objects.get()
    assert (issue.month, issue.edition, issue.due_on) == (6, 1, date(2021, 6, 20))
    assert "当天" in issue.content["rows"][1]
    assert "次日" in table_now(CITY, date(2021, 6, 23)).rows[1]


def test_each_city_of_a_province_has_its_own_table(monkeypatch):
    monkeypatch.setattr(settings, "TONGBAN_REGION", GUANGDONG)
    enter(sent("2021-06-02"), "全市")
    assert close_due(moment("2021-06-21")) == 2
    kept = {row.region: row.content for row in ProgressIssue.objects.all()}
    assert set(kept) == {GUANGZHOU, SHENZHEN}
    assert "全市" in kept[GUANGZHOU]["rows"][1]
    assert "全市" not in kept[SHENZHEN]["rows"][1]


def test_a_county_fills_in_the_table_of_its_city_and_a_province_has_none():
    assert city_of(replace(SUPERVISOR, office_code=YUEXIU)) == CITY
    province = replace(SUPERVISOR, office_code=GUANGDONG)
    with pytest.raises(NoProgressTable):
        progress_view(province, day=date(2021, 6, 18))
    assert progress_reminder(province, day=date(2021, 6, 18)) == ""
    assert not is_asked_for(province)


def test_no_month_before_the_plan_is_closed():
    assert close_due(moment("2021-05-25")) == 0


def test_a_closed_month_is_issued_again_with_a_reason_and_keeps_what_it_was():
    with pytest.raises(NotClosed):
        correct(sent("2021-06-22"), region=CITY, year=2021, month=6, reason="漏填")
    close_due(moment("2021-06-21"))
    enter(sent("2021-06-22"), "全市")
    with pytest.raises(CorrectionUnexplained):
        correct(sent("2021-06-22"), region=CITY, year=2021, month=6, reason=" ")
    for _ in range(2):  # the same correction twice is one
        edition = correct(
            sent("2021-06-22"), region=CITY, year=2021, month=6, reason="漏填"
        )
        assert edition == 2
    first, second = ProgressIssue.objects.order_by("edition")
    assert "全市" not in first.content["rows"][1]
    assert "全市" in second.content["rows"][1]
    assert first.digest != second.digest
    lines = progress_view(SUPERVISOR, day=date(2021, 6, 22)).issues
    assert [(line.edition, line.reason) for line in lines] == [(2, "漏填"), (1, "")]


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2021-06-17", False),
        ("2021-06-18", True),
        ("2021-06-20", True),
        ("2021-06-21", False),
        ("2021-09-17", False),
        ("2021-09-18", True),
    ],
)
def test_the_office_is_reminded_from_the_working_day_before(day, told):
    said = progress_reminder(SUPERVISOR, day=date.fromisoformat(day))
    assert ("没有填" in said) is told


def test_the_summary_is_asked_for_in_december_only():
    with pytest.raises(NotACell):
        enter(sent("2021-11-20"), "总结", sequence=HEAD_ROW, column=SUMMARY)
    # the table of November is closed: what is filled in now is December's
    enter(sent("2021-11-22", "two"), "总结", sequence=HEAD_ROW, column=SUMMARY)
    close_due(moment("2021-12-21"))
    december = ProgressIssue.objects.get(month=12)
    _, made = issue_xlsx(SUPERVISOR, issue_id=december.pk)
    assert load_workbook(io.BytesIO(made)).sheet_names == ["工作进展情况表", "总结情况"]


def test_the_spreadsheet_has_the_twelve_columns_and_eighteen_rows_of_the_annex():
    enter(sent("2021-06-02"), "广州市医疗保障局", sequence=HEAD_ROW, column=UNIT)
    enter(sent("2021-06-02", "two"), "=1+1")
    sheet = load_workbook(
        io.BytesIO(draft_xlsx(SUPERVISOR, day=date(2021, 6, 2)))
    ).get_sheet_by_index(0)
    lines = sheet.to_python()
    headings = lines[2]
    assert len(headings) == 12
    assert headings[0] == "序号"
    assert headings[-1] == "备注"
    rows = lines[3:21]
    assert [row[0] for row in rows] == [str(number) for number in range(1, 19)]
    assert "=1+1" in rows[1]  # text, never a formula
    said = {str(one) for line in lines for one in line}
    assert any("广州市医疗保障局" in one for one in said)
    assert any("未截止" in one for one in said)


def test_a_table_that_is_not_there_is_refused():
    with pytest.raises(IssueUnknown):
        issue_xlsx(SUPERVISOR, issue_id=0)
