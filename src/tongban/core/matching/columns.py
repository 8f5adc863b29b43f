"""Columns of a feed: what a cell may say, and everything wrong with a row."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from tongban.core.access.identifiers import (
    BadCreditCode,
    BadPhone,
    BadResidentId,
    check_credit_code,
    check_phone,
    check_resident_id,
)
from tongban.core.money import fen_from_yuan

TEXT_MAX: Final = 100
HAPPENED_ON: Final = "happened_on"
PERSON: Final = "id_number"
_YEAR_DIGITS: Final = 4


class CellForm(StrEnum):
    """What kind of value a column holds."""

    TEXT = "text"
    RESIDENT_ID = "resident_id"
    CREDIT_CODE = "credit_code"
    PHONE = "phone"
    DAY = "day"
    YUAN = "yuan"
    PERIOD = "period"
    CHOICE = "choice"


class FactFault(StrEnum):
    """What may be wrong with one cell."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    ID_MALFORMED = "id_malformed"
    CREDIT_CODE_MALFORMED = "credit_code_malformed"
    PHONE_MALFORMED = "phone_malformed"
    DAY_MALFORMED = "day_malformed"
    DAY_LATER = "day_later"
    DAY_BEFORE_BIRTH = "day_before_birth"
    YUAN_MALFORMED = "yuan_malformed"
    PERIOD_MALFORMED = "period_malformed"
    CHOICE_UNKNOWN = "choice_unknown"
    NAME_DIFFERS = "name_differs"
    SAID_TWICE = "said_twice"


FAULT_WORDS: Final[Mapping[FactFault, str]] = {
    FactFault.MISSING: "没有填写",
    FactFault.TOO_LONG: "内容过长",
    FactFault.ID_MALFORMED: "公民身份号码不对（位数、出生日期或者最后一位校验码）",
    FactFault.CREDIT_CODE_MALFORMED: "统一社会信用代码不对（位数或者最后一位校验码）",
    FactFault.PHONE_MALFORMED: "手机号码不对，应当是11位数字",
    FactFault.DAY_MALFORMED: "日期不对，应当像2026-11-23",
    FactFault.DAY_LATER: "日期还没有到",
    FactFault.DAY_BEFORE_BIRTH: "日期早于出生日期",
    FactFault.YUAN_MALFORMED: "金额不对，应当像345.60",
    FactFault.PERIOD_MALFORMED: "所属期不对，职工写月份如2026-03，居民写年度如2026",
    FactFault.CHOICE_UNKNOWN: "不是约定的说法",
    FactFault.NAME_DIFFERS: "与登记的姓名不一致",
    FactFault.SAID_TWICE: "同一件事在表格里出现两次",
}
CURE_WORDS: Final[Mapping[FactFault, str]] = {
    FactFault.MISSING: "补上后重新上传",
    FactFault.TOO_LONG: "改短后重新上传",
    FactFault.ID_MALFORMED: "请数据提供部门核对，注意不要用数字格式",
    FactFault.CREDIT_CODE_MALFORMED: "请数据提供部门核对",
    FactFault.PHONE_MALFORMED: "请数据提供部门核对，没有手机的留空",
    FactFault.DAY_MALFORMED: "改正后重新上传",
    FactFault.DAY_LATER: "请数据提供部门核对日期",
    FactFault.DAY_BEFORE_BIRTH: "请数据提供部门核对日期和号码",
    FactFault.YUAN_MALFORMED: "以元为单位，最多两位小数，不写千分号",
    FactFault.PERIOD_MALFORMED: "改正后重新上传",
    FactFault.CHOICE_UNKNOWN: "按接收页面列出的说法改正后重新上传",
    FactFault.NAME_DIFFERS: "请数据提供部门核对姓名；确实改过名字的，先办参保信息变更",
    FactFault.SAID_TWICE: "核对后只留正确的一行",
}


@dataclass(frozen=True, slots=True)
class FeedColumn:
    """One column of a feed: its name here, its title in the file, its values.

    ``choices`` leads from the words a department writes to our codes.
    """

    code: str
    title: str
    form: CellForm
    required: bool = True
    choices: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CellFault:
    """One fault and the column it is in."""

    column: str
    fault: FactFault


def faults_of(
    columns: Iterable[FeedColumn], cells: Mapping[str, str], *, today: date
) -> tuple[CellFault, ...]:
    """Return everything wrong with a row, judged from the row alone."""
    found = (
        CellFault(column.code, fault)
        for column in columns
        for fault in _faults(column, cells, today)
    )
    return tuple(found)


def coded(columns: Iterable[FeedColumn], cells: Mapping[str, str]) -> dict[str, str]:
    """Return the cells of a row without faults, words turned into codes."""
    return {
        column.code: column.choices.get(cells[column.code], cells[column.code])
        for column in columns
    }


def day_said(text: str) -> date | None:
    """Return the day a cell says, or nothing.

    >>> day_said("2026-11-23")
    datetime.date(2026, 11, 23)
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def period_said(text: str) -> date | None:
    """Return the first day of the month or year a cell says, or nothing.

    >>> period_said("2026-03"), period_said("2026")
    (datetime.date(2026, 3, 1), datetime.date(2026, 1, 1))
    """
    if len(text) == _YEAR_DIGITS:
        return day_said(f"{text}-01-01")
    return day_said(f"{text}-01")


def _faults(
    column: FeedColumn, cells: Mapping[str, str], today: date
) -> Iterator[FactFault]:
    text = cells.get(column.code, "")
    if not text:
        if column.required:
            yield FactFault.MISSING
        return
    if column.form is CellForm.DAY:
        yield from _day_faults(column, cells, today)
    elif column.form is CellForm.CHOICE:
        if text not in column.choices:
            yield FactFault.CHOICE_UNKNOWN
    else:
        check, fault = _CHECKS[column.form]
        if not check(text):
            yield fault


def _day_faults(
    column: FeedColumn, cells: Mapping[str, str], today: date
) -> Iterator[FactFault]:
    day = day_said(cells[column.code])
    born_on = _born_on(cells.get(PERSON, ""))
    if day is None:
        yield FactFault.DAY_MALFORMED
    elif day > today:
        yield FactFault.DAY_LATER
    elif column.code == HAPPENED_ON and born_on is not None and day < born_on:
        yield FactFault.DAY_BEFORE_BIRTH


def _born_on(number: str) -> date | None:
    try:
        return check_resident_id(number).born_on
    except BadResidentId:
        return None


def _is_credit_code(text: str) -> bool:
    try:
        check_credit_code(text)
    except BadCreditCode:
        return False
    return True


def _is_phone(text: str) -> bool:
    try:
        check_phone(text)
    except BadPhone:
        return False
    return True


def _is_yuan(text: str) -> bool:
    try:
        fen_from_yuan(text)
    except ValueError:
        return False
    return True


_CHECKS: Final[Mapping[CellForm, tuple[Callable[[str], bool], FactFault]]] = {
    CellForm.TEXT: (lambda text: len(text) <= TEXT_MAX, FactFault.TOO_LONG),
    CellForm.RESIDENT_ID: (
        lambda text: _born_on(text) is not None,
        FactFault.ID_MALFORMED,
    ),
    CellForm.CREDIT_CODE: (_is_credit_code, FactFault.CREDIT_CODE_MALFORMED),
    CellForm.PHONE: (_is_phone, FactFault.PHONE_MALFORMED),
    CellForm.YUAN: (_is_yuan, FactFault.YUAN_MALFORMED),
    CellForm.PERIOD: (
        lambda text: period_said(text) is not None,
        FactFault.PERIOD_MALFORMED,
    ),
}
