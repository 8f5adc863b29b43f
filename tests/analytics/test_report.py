"""A report shows every group that has somebody, the same sums everywhere."""

from io import BytesIO

import numpy as np
import python_calamine

from tongban.analytics.report import ROWS_SHOWN, Said, charts, screen, workbook
from tongban.analytics.simulation import AGE_WORDS, Cut, Outcome

SAID = Said("起付标准提高", (("地区", "371300"),))


def outcome(areas: int = 2) -> Outcome:
    cuts = (
        Cut.new("全部", ("全部",)),
        Cut.new("年龄", AGE_WORDS),
        Cut.new("地区", [f"第{at}镇" for at in range(areas)]),
    )
    found = Outcome(persons=areas, claims=areas, cuts=cuts)
    before = np.array([[100_000, 0, 0, 50_000]] * areas)
    after = before.copy()
    after[:, 0] -= np.arange(areas) * 100 + 12_345
    after[:, 3] += np.arange(areas) * 100 + 12_345
    before, after = before.T, after.T
    cuts[0].add(np.zeros(areas, np.intp), before, after)
    cuts[1].add(np.full(areas, 2), before, after)
    cuts[2].add(np.arange(areas), before, after)
    found.funds_before[0], found.funds_after[0] = before[0].sum(), after[0].sum()
    return found


def test_the_table_stands_straight_and_leaves_empty_groups_out():
    lines = list(screen(SAID, outcome()))
    assert lines[:2] == ["起付标准提高", "地区：371300"]
    whole = next(line for line in lines if line.startswith("全部  ") and "-" in line)
    assert whole.split() == [
        "全部",
        "-247.90",
        "0.00",
        "0.00",
        "+247.90",
        "0",
        "2",
        "0",
    ]
    assert not any("0–17岁" in line for line in lines)
    assert any("45–59岁" in line for line in lines)


def test_of_many_places_those_that_change_most_are_shown():
    lines = list(screen(SAID, outcome(40)))
    places = [line.split()[0] for line in lines if line.startswith("第")]
    assert places == [f"第{at}镇" for at in range(39, 39 - ROWS_SHOWN, -1)]
    assert any("共40个，全部在XLSX里" in line for line in lines)


def test_the_workbook_holds_everything_as_numbers():
    book = python_calamine.load_workbook(BytesIO(workbook(SAID, outcome(40))))
    assert book.sheet_names == ["说明", "按基金", "按全部", "按年龄", "按地区"]
    rows = book.get_sheet_by_name("按地区").to_python()
    assert len(rows) == 1 + 40
    assert rows[1][:4] == ["第0镇", 1000.0, 876.55, -123.45]
    assert rows[1][-3:] == [0.0, 1.0, 0.0]
    funds = book.get_sheet_by_name("按基金").to_python()
    assert funds[1][0] == "职工医保统筹基金"
    assert sum(round(row[3] * 100) for row in rows[1:]) == round(funds[1][3] * 100)
    assert book.get_sheet_by_name("说明").to_python()[0] == ["调整", "起付标准提高"]


def test_each_cut_but_the_whole_has_two_charts():
    drawn = dict(charts(outcome()))
    assert set(drawn) == {
        "医保基金-年龄",
        "个人负担-年龄",
        "医保基金-地区",
        "个人负担-地区",
    }
    assert all(one.startswith("<svg") for one in drawn.values())
