"""Days and cells of the progress table, as the annex and the calendar say."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.core.calendar.published import CALENDAR

from tongban.core.crossing.progress import (
    HEAD_ROW,
    LEADER,
    REPORTER,
    SUMMARY,
    UNIT,
    Lack,
    NoProgressTable,
    NotACell,
    cell_name,
    due_on,
    has_summary,
    office_columns,
    progress_table,
    remind_on,
)
from tongban.policy.publishing import load_book

TABLE = load_book(Path(__file__).parents[3] / "policy").scope("440100")
HEAD = {(HEAD_ROW, name): name for name in (UNIT, LEADER, REPORTER)}
FULL = HEAD | {
    (row.sequence, column.code): f"{row.sequence}{column.code}"
    for row in TABLE.rows
    for column in office_columns(TABLE)
    if not column.optional
}


@pytest.mark.clause("GD18-任务六")
@pytest.mark.parametrize(
    ("year", "month", "reminded"),
    [
        (2021, 6, date(2021, 6, 18)),  # due on a Sunday
        (2021, 9, date(2021, 9, 18)),  # due on a holiday, after a make-up Saturday
        (2021, 7, date(2021, 7, 19)),
        (2021, 12, date(2021, 12, 17)),
    ],
)
def test_it_is_due_on_the_20th_and_told_the_working_day_before(year, month, reminded):
    due = due_on(TABLE, year=year, month=month)
    assert due == date(year, month, 20)
    assert remind_on(due, CALENDAR) == reminded


@pytest.mark.clause("GD18-任务六")
def test_december_comes_with_the_summary_of_the_year():
    assert has_summary(TABLE, 12)
    assert not any(has_summary(TABLE, month) for month in range(1, 12))
    assert SUMMARY not in progress_table(TABLE, FULL, month=6).head
    december = progress_table(TABLE, FULL, month=12)
    assert december.lacks == (Lack(HEAD_ROW, "总结情况"),)


def test_eighteen_rows_of_twelve_cells_as_the_annex_prints_them():
    table = progress_table(TABLE, FULL, month=6)
    assert [len(row) for row in table.rows] == [12] * 18
    assert table.lacks == ()
    assert table.rows[0][:5] == (
        "1",
        "医保定点医疗机构基础信息变更",
        "医保定点医疗机构基础信息变更",
        "市、县",
        "省内通办；跨省通办",
    )
    assert table.rows[17][3] == "—"
    assert table.rows[16][5] == "17mode"


def test_only_what_the_form_lets_be_empty_may_be_empty():
    table = progress_table(TABLE, {}, month=6)
    needed = [column for column in office_columns(TABLE) if not column.optional]
    assert len(table.lacks) == 3 + 18 * len(needed)
    optional = {column.title for column in office_columns(TABLE) if column.optional}
    assert not optional & {lack.name for lack in table.lacks}
    assert "主要措施成效及存在问题" in optional


def test_a_cell_has_a_name_or_is_none():
    assert cell_name(TABLE, 3, "mode") == "通办业务模式"
    assert cell_name(TABLE, HEAD_ROW, LEADER) == "分管局领导"
    for place in ((3, "goal"), (19, "mode"), (HEAD_ROW, "mode"), (3, LEADER)):
        with pytest.raises(NotACell):
            cell_name(TABLE, *place)


def test_what_is_kept_reads_back():
    kept = progress_table(TABLE, HEAD, month=6).as_json()
    assert kept["head"] == {UNIT: UNIT, LEADER: LEADER, REPORTER: REPORTER}
    assert len(kept["rows"]) == 18
    assert kept["lacks"][0] == [1, "通办业务模式"]


def test_a_plan_without_a_day_asks_for_no_table():
    silent = replace(TABLE, deadlines=())
    with pytest.raises(NoProgressTable):
        due_on(silent, year=2021, month=6)
    with pytest.raises(NoProgressTable):
        progress_table(replace(TABLE, sheet=None), {}, month=6)
