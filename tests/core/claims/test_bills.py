"""Bills on paper: lines read, shares set apart, everything wrong said at once."""

from dataclasses import replace
from datetime import date

import pytest

from tongban.core.benefits.vocabulary import CareKind, Level
from tongban.core.claims.bills import (
    LINES_MAX,
    Accident,
    BillFaulty,
    BillItem,
    CarePlace,
    ClassTotals,
    NewBill,
    check_bill,
    percent_bp,
    portions,
    read_items,
)

TODAY = date(2026, 3, 2)
BILL = NewBill(
    kind=CareKind.OUTPATIENT,
    place=CarePlace("", "示例医院", Level.PRIMARY, "370100"),
    began_on=TODAY,
    ended_on=TODAY,
    total_fen=300,
    items=ClassTotals(a_fen=100, b_fen=100, first_own_bp=1_000, c_fen=100).items(),
)


def faults_of(**changes: object) -> str:
    with pytest.raises(BillFaulty) as told:
        check_bill(replace(BILL, **changes), today=TODAY)  # type: ignore[arg-type]  # test brevity
    return str(told.value.data["faults"])


def test_a_whole_bill_is_taken():
    check_bill(BILL, today=TODAY)
    coded = replace(BILL, place=CarePlace("H1", "", None, ""))
    check_bill(coded, today=TODAY)
    check_bill(replace(BILL, accident=Accident(5_000, "李某")), today=TODAY)


def test_classes_are_lines_with_their_own_share():
    assert [(one.amount_fen, one.own_share_bp) for one in BILL.items] == [
        (100, 0),
        (100, 1_000),
        (100, 10_000),
    ]
    assert ClassTotals().items() == ()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"ended_on": date(2026, 3, 1)}, "结束日期：不能早于"),
        ({"ended_on": date(2026, 3, 3)}, "结束日期：不能晚于"),
        ({"began_on": date(2025, 12, 31)}, "不能跨年"),
        ({"kind": CareKind.CHRONIC}, "病种编码"),
        ({"items": ()}, "请录入明细"),
        ({"total_fen": 1}, "票据金额"),
        ({"accident": Accident(1)}, "责任人"),
        ({"place": CarePlace("", "", None, "")}, "就诊机构"),
    ],
)
def test_each_fault_names_its_field(changes: dict[str, object], field: str):
    assert field in faults_of(**changes)


def test_a_stay_may_span_years():
    stay = replace(BILL, kind=CareKind.INPATIENT, began_on=date(2025, 12, 30))
    check_bill(stay, today=TODAY)


def test_parts_add_up_to_the_line_whatever_the_share():
    item = BillItem("", 333_333, 30_000)  # three at 33.3333 fen: one yuan
    for share in (0, 1, 3_333, 9_999, 10_000):
        parts = portions((item,), share)
        assert sum(one.amount_fen for one in parts) == item.amount_fen
    assert not any(one.third for one in portions((item,), 10_000))


def test_pasted_lines_are_read():
    (first, second) = read_items("X1 2 10.5\n  \nX2，1.5，0.000001\n")
    assert (first.code, first.quantity, first.price) == ("X1", 20_000, 10_500_000)
    assert (second.quantity, second.price) == (15_000, 1)


def test_every_line_that_cannot_be_read_is_named():
    with pytest.raises(BillFaulty) as told:
        read_items("X1 2\nX1 0 1\nX1 a 1\nX1 1 1.x\nX1 1.00001 1\n" + "X" * 51 + " 1 1")
    said = str(told.value.data["faults"])
    assert all(f"第{number}行" in said for number in range(1, 7))
    with pytest.raises(BillFaulty, match="最多"):
        read_items("X1 1 1\n" * (LINES_MAX + 1))


def test_percentages():
    assert [percent_bp(text) for text in ("0", "12.5", "100")] == [0, 1_250, 10_000]
    for text in ("100.01", "-1", "x", ""):
        with pytest.raises(ValueError, match=r".*"):
            percent_bp(text)
