"""One cell of each form: what it says, and the reason when it says nothing."""

from datetime import date

import pytest

from tongban.core.access.parties import IdKind
from tongban.core.enrolment.kinds import CoverState, PersonKind, Sex
from tongban.core.loading.cells import (
    REASON_WORDS,
    WORDS_OF,
    CellWrong,
    Known,
    Reason,
    read_cell,
)
from tongban.core.loading.columns import Form

KNOWN = Known(date(2026, 11, 23), frozenset({"370705"}), {"低保对象": "low-income"})


@pytest.mark.parametrize(
    ("form", "text", "value"),
    [
        (Form.TEXT, "张三", "张三"),
        (Form.ID_NUMBER, " 99 0001x ", "990001X"),
        (Form.CREDIT_CODE, "99370705991000001a", "99370705991000001A"),
        (Form.PHONE, "100 0000 0001", "10000000001"),
        (Form.BANK_ACCOUNT, "6222 0200 0000 0007", "6222020000000007"),
        (Form.REGION, "370705", "370705"),
        (Form.NATION, "CN", "cn"),
        (Form.DATE, "2026-01-31", date(2026, 1, 31)),
        (Form.DATE, "2026/1/5", date(2026, 1, 5)),
        (Form.DATE, "20260105", date(2026, 1, 5)),
        (Form.MONTH, "2026-01", date(2026, 1, 1)),
        (Form.MONTH, "202601", date(2026, 1, 1)),
        (Form.MONTH, "2026-01-01", date(2026, 1, 1)),
        (Form.YEAR, "2026", 2026),
        (Form.YUAN, "5000", 500_000),
        (Form.YUAN, "0.5", 50),
        (Form.YUAN, "0.05", 5),
        (Form.SEX, "男", Sex.MALE),
        (Form.ID_KIND, "护照", IdKind.PASSPORT),
        (Form.PERSON_KIND, "active", PersonKind.ACTIVE),
        (Form.COVER_STATE, "暂停参保", CoverState.INTERRUPTED),
        (Form.IDENTITY, "低保对象", "low-income"),
    ],
)
def test_a_cell_says_its_value(form, text, value):
    assert read_cell(form, text, KNOWN) == value


@pytest.mark.parametrize(
    ("form", "text", "reason"),
    [
        (Form.ID_NUMBER, "3.70783E+17", Reason.NUMBER_SPOILT),
        (Form.CREDIT_CODE, "91", Reason.BAD_CREDIT_CODE),
        (Form.PHONE, "12345", Reason.BAD_PHONE),
        (Form.BANK_ACCOUNT, "1", Reason.BAD_BANK_ACCOUNT),
        (Form.REGION, "110101", Reason.BAD_REGION),
        (Form.NATION, "中国", Reason.BAD_NATION),
        (Form.DATE, "2026年1月5日", Reason.BAD_DATE),
        (Form.DATE, "2026-02-30", Reason.BAD_DATE),
        (Form.MONTH, "1月", Reason.BAD_MONTH),
        (Form.MONTH, "2026-13", Reason.BAD_MONTH),
        (Form.YEAR, "26", Reason.BAD_YEAR),
        (Form.YUAN, "-1", Reason.BAD_AMOUNT),
        (Form.YUAN, "1.005", Reason.BAD_AMOUNT),
        (Form.SEX, "未知", Reason.UNKNOWN_WORD),
        (Form.COVER_STATE, "无效参保", Reason.UNKNOWN_WORD),
        (Form.IDENTITY, "贵宾", Reason.UNKNOWN_WORD),
    ],
)
def test_a_cell_that_says_nothing_has_its_reason(form, text, reason):
    with pytest.raises(CellWrong) as wrong:
        read_cell(form, text, KNOWN)
    assert wrong.value.reason is reason


def test_every_reason_has_words_and_every_form_a_reader():
    assert set(REASON_WORDS) == set(Reason)
    assert all(WORDS_OF[form] for form in WORDS_OF)
