"""Reading a table of an institution's medical staff (医执人员), row by row."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from tongban.core.days import Period

CODE: Final = "执业人员代码"
NAME: Final = "姓名"
KIND: Final = "执业人员分类"
LICENCE: Final = "执业证书编号"
PAPER: Final = "证件号码"
BEGINS: Final = "开始日期"
ENDS: Final = "结束日期"
COLUMNS: Final = (CODE, NAME, KIND, LICENCE, PAPER, BEGINS, ENDS)
NEEDED: Final = (CODE, NAME, KIND, BEGINS)
_FORMS: Final[Mapping[str, tuple[str, str]]] = {
    CODE: (r"[A-Za-z0-9]{1,30}", "要是国家编码，30位以内的字母和数字"),
    NAME: (r".{1,50}", "要在50字以内"),
    KIND: (r"[A-Za-z0-9]{1,6}", "要填分类代码，6位以内"),
    LICENCE: (r".{0,50}", "要在50字以内"),
    PAPER: (r"[A-Za-z0-9]{0,50}", "只能是字母和数字"),
    BEGINS: (r"\d{4}-\d{2}-\d{2}", "要写成2026-01-01的样子"),
    ENDS: (r"(\d{4}-\d{2}-\d{2})?", "要写成2026-01-01的样子，或者空着"),
}


@dataclass(frozen=True, slots=True)
class PractitionerRow:
    """One of the staff, with the days of their work here."""

    code: str
    name: str
    kind: str
    licence: str
    paper: str
    days: Period


def columns_missing(heading: Sequence[str]) -> tuple[str, ...]:
    """Return the needed columns that a heading lacks."""
    return tuple(name for name in NEEDED if name not in heading)


def read_practitioner(
    cells: Mapping[str, str],
) -> tuple[PractitionerRow | None, tuple[tuple[str, str], ...]]:
    """Return the row, or nothing and every fault: the column and what is wrong."""
    said = {name: cells.get(name, "").strip() for name in COLUMNS}
    faults = [
        (name, "没有填写" if not said[name] else words)
        for name, (form, words) in _FORMS.items()
        if not re.fullmatch(form, said[name])
    ]
    wrong = {name for name, _ in faults}
    first = None if BEGINS in wrong else _day(said[BEGINS])
    last = None if ENDS in wrong or not said[ENDS] else _day(said[ENDS])
    if first is None and BEGINS not in wrong:
        faults.append((BEGINS, "没有这一天"))
    if last is None and said[ENDS] and ENDS not in wrong:
        faults.append((ENDS, "没有这一天"))
    if first is not None and last is not None and last < first:
        faults.append((ENDS, "早于开始日期"))
    if faults or first is None:
        return None, tuple(faults)
    days = Period.through(first, last)
    row = PractitionerRow(
        said[CODE], said[NAME], said[KIND], said[LICENCE], said[PAPER], days
    )
    return row, ()


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
