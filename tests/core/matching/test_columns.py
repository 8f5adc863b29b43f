"""What is wrong with a row of a feed, judged from the row alone."""

from datetime import date

import pytest

from tongban.core.matching.columns import (
    CURE_WORDS,
    FAULT_WORDS,
    TEXT_MAX,
    CellForm,
    FactFault,
    FeedColumn,
    coded,
    day_said,
    faults_of,
    period_said,
)

TODAY = date(2026, 3, 2)
COLUMNS = (
    FeedColumn("name", "姓名", CellForm.TEXT),
    FeedColumn("id_number", "号码", CellForm.RESIDENT_ID),
    FeedColumn("happened_on", "日期", CellForm.DAY),
    FeedColumn("founded_on", "成立", CellForm.DAY, required=False),
    FeedColumn("credit_code", "代码", CellForm.CREDIT_CODE, required=False),
    FeedColumn("phone", "电话", CellForm.PHONE, required=False),
    FeedColumn("amount", "金额", CellForm.YUAN, required=False),
    FeedColumn("period", "所属期", CellForm.PERIOD, required=False),
    FeedColumn(
        "change", "事项", CellForm.CHOICE, required=False, choices={"认定": "join"}
    ),
)
GOOD = {
    "name": "王示例",
    "id_number": "990000198001010012",
    "happened_on": "2026-03-01",
    "founded_on": "1970-01-01",
    "credit_code": "993707059910000774",
    "phone": "10000000000",
    "amount": "345.60",
    "period": "2026-02",
    "change": "认定",
}


def test_a_good_row_has_no_fault_and_its_words_become_codes():
    assert faults_of(COLUMNS, GOOD, today=TODAY) == ()
    assert coded(COLUMNS, GOOD) == {**GOOD, "change": "join"}


@pytest.mark.parametrize(
    ("column", "said", "fault"),
    [
        ("name", "", FactFault.MISSING),
        ("name", "王" * (TEXT_MAX + 1), FactFault.TOO_LONG),
        ("id_number", "", FactFault.MISSING),
        ("id_number", "990000198001010018", FactFault.ID_MALFORMED),
        ("happened_on", "", FactFault.MISSING),
        ("happened_on", "三月", FactFault.DAY_MALFORMED),
        ("happened_on", "2026-03-03", FactFault.DAY_LATER),
        ("happened_on", "1979-12-31", FactFault.DAY_BEFORE_BIRTH),
        ("credit_code", "993707059910000775", FactFault.CREDIT_CODE_MALFORMED),
        ("phone", "110", FactFault.PHONE_MALFORMED),
        ("amount", "1,000.00", FactFault.YUAN_MALFORMED),
        ("period", "202602", FactFault.PERIOD_MALFORMED),
        ("change", "退回", FactFault.CHOICE_UNKNOWN),
    ],
)
def test_each_fault_names_its_column(column, said, fault):
    (found,) = faults_of(COLUMNS, {**GOOD, column: said}, today=TODAY)
    assert (found.column, found.fault) == (column, fault)


def test_all_faults_are_told_at_once():
    assert [one.column for one in faults_of(COLUMNS, {}, today=TODAY)] == [
        "name",
        "id_number",
        "happened_on",
    ]


def test_days_and_periods_are_read_or_not():
    assert faults_of(COLUMNS, {**GOOD, "happened_on": "2026-03-02"}, today=TODAY) == ()
    assert (day_said("x"), period_said("2026")) == (None, date(2026, 1, 1))


def test_every_fault_has_words_and_a_cure():
    assert set(FAULT_WORDS) == set(CURE_WORDS) == set(FactFault)
