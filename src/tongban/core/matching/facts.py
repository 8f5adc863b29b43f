"""Facts about people that other departments share, and what is wrong with a row."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from tongban.core.access.identifiers import BadResidentId, check_resident_id

NAME_MAX: Final = 50


class FactKind(StrEnum):
    """What a shared fact tells about a person."""

    DEATH = "deaths"
    RETIREMENT = "retirements"
    IMPRISONMENT = "imprisonments"


class FactState(StrEnum):
    """What became of one row of a feed."""

    NEW = "new"
    KNOWN = "known"
    CORRECTED = "corrected"
    UNREGISTERED = "unregistered"
    FAULTY = "faulty"


class FactFault(StrEnum):
    """What may be wrong with one cell."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    ID_MALFORMED = "id_malformed"
    DAY_MALFORMED = "day_malformed"
    DAY_LATER = "day_later"
    DAY_BEFORE_BIRTH = "day_before_birth"
    NAME_DIFFERS = "name_differs"
    SAID_TWICE = "said_twice"


FACT_KIND_WORDS: Final[Mapping[FactKind, str]] = {
    FactKind.DEATH: "死亡",
    FactKind.RETIREMENT: "退休",
    FactKind.IMPRISONMENT: "服刑",
}

FAULT_WORDS: Final[Mapping[FactFault, str]] = {
    FactFault.MISSING: "没有填写",
    FactFault.TOO_LONG: "姓名过长",
    FactFault.ID_MALFORMED: "公民身份号码不对（位数、出生日期或者最后一位校验码）",
    FactFault.DAY_MALFORMED: "日期不对，应当像2026-11-23",
    FactFault.DAY_LATER: "日期还没有到",
    FactFault.DAY_BEFORE_BIRTH: "日期早于出生日期",
    FactFault.NAME_DIFFERS: "与登记的姓名不一致",
    FactFault.SAID_TWICE: "同一个人在表格里出现两次",
}
CURE_WORDS: Final[Mapping[FactFault, str]] = {
    FactFault.MISSING: "补上后重新上传",
    FactFault.TOO_LONG: "改短后重新上传",
    FactFault.ID_MALFORMED: "请数据提供部门核对，注意不要用数字格式",
    FactFault.DAY_MALFORMED: "改正后重新上传",
    FactFault.DAY_LATER: "请数据提供部门核对日期",
    FactFault.DAY_BEFORE_BIRTH: "请数据提供部门核对日期和号码",
    FactFault.NAME_DIFFERS: "请数据提供部门核对姓名；确实改过名字的，先办参保信息变更",
    FactFault.SAID_TWICE: "核对后只留正确的一行",
}


@dataclass(frozen=True, slots=True)
class CellFault:
    """One fault and the column it is in."""

    column: str
    fault: FactFault


def faults_of(cells: Mapping[str, str], *, today: date) -> tuple[CellFault, ...]:
    """Return everything wrong with a row, judged from the row alone."""
    return (*_name_faults(cells.get("name", "")), *_day_faults(cells, today))


def day_said(text: str) -> date | None:
    """Return the day a cell says, or nothing.

    >>> day_said("2026-11-23")
    datetime.date(2026, 11, 23)
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _name_faults(name: str) -> Iterator[CellFault]:
    if not name:
        yield CellFault("name", FactFault.MISSING)
    elif len(name) > NAME_MAX:
        yield CellFault("name", FactFault.TOO_LONG)


def _day_faults(cells: Mapping[str, str], today: date) -> Iterator[CellFault]:
    number, said = cells.get("id_number", ""), cells.get("happened_on", "")
    born_on = _born_on(number)
    if not number:
        yield CellFault("id_number", FactFault.MISSING)
    elif born_on is None:
        yield CellFault("id_number", FactFault.ID_MALFORMED)
    day = day_said(said)
    if not said:
        yield CellFault("happened_on", FactFault.MISSING)
    elif day is None:
        yield CellFault("happened_on", FactFault.DAY_MALFORMED)
    elif day > today:
        yield CellFault("happened_on", FactFault.DAY_LATER)
    elif born_on is not None and day < born_on:
        yield CellFault("happened_on", FactFault.DAY_BEFORE_BIRTH)


def _born_on(number: str) -> date | None:
    try:
        return check_resident_id(number).born_on
    except BadResidentId:
        return None
