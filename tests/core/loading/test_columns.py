"""Headings: in any order, by any of their names, everything wrong told at once."""

import pytest

from tongban.core.loading.columns import (
    Column,
    Definition,
    Form,
    HeadingWrong,
    LoadKind,
    find_layout,
    find_mistakes,
)

NUMBER = Column("id_number", "证件号码", Form.ID_NUMBER, True, 40, "", ("身份证号",))
NAME = Column("name", "姓名", Form.TEXT, True, 100, "")
PHONE = Column("phone", "手机号码", Form.PHONE, False, 20, "")
OLD = Definition(LoadKind.PERSONS, 1, (NUMBER, NAME))
NEW = Definition(LoadKind.PERSONS, 2, (NUMBER, NAME, PHONE))


def test_columns_stand_in_any_order_under_any_of_their_names():
    layout = find_layout(["手机号码", " 姓 名 ", "*身份证号"], [OLD, NEW])

    assert layout.definition is NEW
    assert layout.places == (2, 1, 0)


def test_a_column_that_may_be_left_out_stands_nowhere():
    assert find_layout(["证件号码", "姓名", ""], [NEW]).places == (0, 1, -1)


def test_a_table_of_an_older_version_is_still_read():
    newer = Definition(
        LoadKind.PERSONS,
        2,
        (NUMBER, NAME, Column("region", "区划", Form.REGION, True, 9, "")),
    )
    assert find_layout(["证件号码", "姓名"], [OLD, newer]).definition is OLD


def test_everything_wrong_with_a_heading_is_told_by_the_newest_version():
    with pytest.raises(HeadingWrong) as refused:
        find_layout(["证件号码", "身份证号", "生肖"], [OLD, NEW])

    assert refused.value.data["version"] == 2
    assert refused.value.data["mistakes"] == (
        "缺少“姓名”；“证件号码”有多列；不认识的列“生肖”"
    )


def test_a_good_heading_has_no_mistakes_and_a_new_table_has_it():
    assert find_mistakes(NEW.heading, NEW) == ()
