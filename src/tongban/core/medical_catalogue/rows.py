"""Reading a table of the list: each row an entry, or every fault it has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from tongban.core.medical_catalogue.kinds import CHARGED, CODED_BY, CatalogueKind
from tongban.core.medical_catalogue.terms import GRADE_WORDS, WHOLE_BP, Grade
from tongban.core.money import fen_from_yuan
from tongban.core.national_codes.structures import (
    CodeMalformed,
    CodeStructure,
    Standard,
)

NULL: Final = "null"
NAME_MAX: Final = 200
LIMIT_MAX: Final = 500
CHARGE_KIND_MAX: Final = 6
CODE_MAX: Final = 50
PRICE_MAX_FEN: Final = 10**11
_GRADES: Final[Mapping[str, Grade]] = {
    **{word: grade for grade, word in GRADE_WORDS.items()},
    **{grade.value: grade for grade in Grade},
}


class Column(StrEnum):
    """A column of the table, by its title."""

    CODE = "编码"
    NAME = "名称"
    GRADE = "等级"
    OWN_SHARE = "先行自付比例"
    PRICE_MAX = "支付标准"
    LIMIT = "限定支付范围"
    CHARGE_KIND = "收费类别"
    BEGINS = "开始日期"
    ENDS = "结束日期"


NEEDED: Final = (Column.CODE, Column.NAME)
NEEDED_CHARGED: Final = (*NEEDED, Column.GRADE, Column.CHARGE_KIND)


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry of the list; without grade when it is not charged on bills.

    ``initials`` and ``details`` only when the file brings them.
    """

    code: str
    name: str
    grade: Grade | None = None
    own_share_bp: int = 0
    price_max_fen: int | None = None
    limit_text: str = ""
    charge_kind: str = ""
    begins: date | None = None
    ends: date | None = None
    initials: str = ""
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong with one cell, and what to do; row and column from the sheet."""

    row: int
    column: Column
    words: str


def columns_needed(kind: CatalogueKind) -> tuple[Column, ...]:
    """Return the columns a table of a list has to have."""
    return NEEDED_CHARGED if kind in CHARGED else NEEDED


class RowReader:
    """Reads the rows of one table in their order and keeps all faults."""

    def __init__(
        self, kind: CatalogueKind, structures: Mapping[Standard, CodeStructure]
    ) -> None:
        self.faults: list[RowFault] = []
        self._structure = structures[CODED_BY[kind]]
        self._is_charged = kind in CHARGED
        self._seen: dict[str, int] = {}
        self._row = 0

    def read(
        self, number: int, columns: Sequence[Column], cells: Sequence[str]
    ) -> EntryRow | None:
        """Return the entry of a row, or nothing after noting its faults."""
        self._row = number
        said = {
            column: "" if cell == NULL else cell
            for column, cell in zip(columns, cells, strict=False)
        }
        before = len(self.faults)
        grade = self._grade(said) if self._is_charged else None
        entry = EntryRow(
            code=self._code(said.get(Column.CODE, "")),
            name=self._text(said, Column.NAME, NAME_MAX, is_needed=True),
            grade=grade,
            own_share_bp=self._own_share(said, grade),
            price_max_fen=self._price(said.get(Column.PRICE_MAX, "")),
            limit_text=self._text(said, Column.LIMIT, LIMIT_MAX),
            charge_kind=self._text(
                said, Column.CHARGE_KIND, CHARGE_KIND_MAX, is_needed=self._is_charged
            ),
            begins=self._day(said, Column.BEGINS),
            ends=self._day(said, Column.ENDS),
        )
        if entry.begins and entry.ends and entry.ends < entry.begins:
            self._note(Column.ENDS, "结束日期早于开始日期，请核对")
        return None if len(self.faults) > before else entry

    def _note(self, column: Column, words: str) -> None:
        self.faults.append(RowFault(self._row, column, words))

    def _code(self, text: str) -> str:
        if not text or len(text) > CODE_MAX:
            self._note(Column.CODE, f"请填写编码，不超过{CODE_MAX}个字符")
            return text
        first = self._seen.setdefault(text, self._row)
        if first != self._row:
            self._note(Column.CODE, f"与第{first}行重复，请删掉其中一行")
        try:
            self._structure.check(text)
        except CodeMalformed as refusal:
            expected = refusal.data["expected"]
            self._note(Column.CODE, f"编码结构不对，应为{expected}")
        return text

    def _text(
        self,
        said: Mapping[Column, str],
        column: Column,
        length_max: int,
        *,
        is_needed: bool = False,
    ) -> str:
        text = said.get(column, "")
        if is_needed and not text:
            self._note(column, "没有填写，请补上")
        if len(text) > length_max:
            self._note(column, f"超过{length_max}个字，请缩短")
        return text

    def _grade(self, said: Mapping[Column, str]) -> Grade | None:
        grade = _GRADES.get(said.get(Column.GRADE, ""))
        if grade is None:
            self._note(Column.GRADE, "请填写甲、乙或者丙")
        return grade

    def _own_share(self, said: Mapping[Column, str], grade: Grade | None) -> int:
        fixed = {Grade.A: 0, Grade.C: WHOLE_BP}
        text = said.get(Column.OWN_SHARE, "").removesuffix("%")
        if grade is None:
            return 0
        if not text and grade in fixed:
            return fixed[grade]
        share = _hundredths(text)
        if share is None or share > WHOLE_BP:
            self._note(Column.OWN_SHARE, "请填写0到100的百分数，最多两位小数，如10")
            return 0
        if share != fixed.get(grade, share):
            self._note(Column.OWN_SHARE, "甲类应为0、丙类应为100，请核对等级和比例")
        return share

    def _price(self, text: str) -> int | None:
        if not text:
            return None
        fen = _hundredths(text)
        if fen is None or fen > PRICE_MAX_FEN:
            self._note(Column.PRICE_MAX, "请填写元，最多两位小数，如12.50")
        return fen

    def _day(self, said: Mapping[Column, str], column: Column) -> date | None:
        text = said.get(column, "")
        if not text:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            self._note(column, "日期请写成2026-01-31的样子")
            return None


def _hundredths(text: str) -> int | None:
    try:
        return fen_from_yuan(text)
    except ValueError:
        return None
