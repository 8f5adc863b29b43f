"""Reading one cell: the value it says, or the reason why it says none."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final, TypeVar

from tongban.core.access.identifiers import (
    check_bank_account,
    check_credit_code,
    check_phone,
    plain,
)
from tongban.core.access.parties import ID_KIND_WORDS, SCHEME_WORDS
from tongban.core.enrolment.contributions import MonthKind
from tongban.core.enrolment.employers import EMPLOYER_KIND_WORDS, EMPLOYER_STATE_WORDS
from tongban.core.enrolment.kinds import (
    COVER_STATE_WORDS,
    HOLDS_DAYS,
    PERSON_KIND_WORDS,
    SEX_WORDS,
    Sex,
)
from tongban.core.enrolment.premiums import TIER_WORDS
from tongban.core.loading.columns import Form
from tongban.core.refusals import Refusal

E = TypeVar("E", bound=StrEnum)
Value = str | int | date | StrEnum | None


class Reason(StrEnum):
    """Why a cell or a row cannot be taken."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    BAD_NUMBER = "bad_number"
    NUMBER_SPOILT = "number_spoilt"
    BAD_CREDIT_CODE = "bad_credit_code"
    BAD_PHONE = "bad_phone"
    BAD_BANK_ACCOUNT = "bad_bank_account"
    BAD_REGION = "bad_region"
    BAD_NATION = "bad_nation"
    BAD_DATE = "bad_date"
    BAD_MONTH = "bad_month"
    BAD_YEAR = "bad_year"
    BAD_AMOUNT = "bad_amount"
    UNKNOWN_WORD = "unknown_word"
    BIRTH_DIFFERS = "birth_differs"
    SEX_DIFFERS = "sex_differs"
    BIRTH_NEEDED = "birth_needed"
    DEAD_BEFORE_BORN = "dead_before_born"
    ENDS_BEFORE_START = "ends_before_start"
    EMPLOYER_NEEDED = "employer_needed"
    EMPLOYER_UNWANTED = "employer_unwanted"
    END_NEEDED = "end_needed"
    BASE_NEEDED = "base_needed"
    AFTER_TODAY = "after_today"
    NAME_DIFFERS = "name_differs"
    TWICE = "twice"
    PERSON_UNKNOWN = "person_unknown"
    EMPLOYER_UNKNOWN = "employer_unknown"
    OVERLAP = "overlap"
    OTHER_ON_FILE = "other_on_file"


REASON_WORDS: Final[Mapping[Reason, str]] = {
    Reason.MISSING: "没有填写，请补上",
    Reason.TOO_LONG: "内容太长，请缩短",
    Reason.BAD_NUMBER: "证件号码不符合这种证件的编码规则，请对照证件核对",
    Reason.NUMBER_SPOILT: "号码被表格软件改成了数字，请把这一列设为文本后重新填写",
    Reason.BAD_CREDIT_CODE: "统一社会信用代码不正确，请对照证照核对18位代码",
    Reason.BAD_PHONE: "不是手机号码，请填写11位号码",
    Reason.BAD_BANK_ACCOUNT: "银行卡号不正确，请核对",
    Reason.BAD_REGION: "不是本平台登记的行政区划代码，请填写6、9或12位代码",
    Reason.BAD_NATION: "国籍或者地区请填写cn、hk、mo、tw或者other",
    Reason.BAD_DATE: "日期请写成2026-01-31的样子",
    Reason.BAD_MONTH: "月份请写成2026-01的样子",
    Reason.BAD_YEAR: "年度请写成2026的样子",
    Reason.BAD_AMOUNT: "金额请以元填写，最多两位小数，不能小于零",
    Reason.UNKNOWN_WORD: "不是可以填写的词，请对照字段说明",
    Reason.BIRTH_DIFFERS: "与证件号码里的出生日期不一致，请核对",
    Reason.SEX_DIFFERS: "与证件号码里的性别不一致，请核对",
    Reason.BIRTH_NEEDED: "这种证件看不出出生日期，请填写",
    Reason.DEAD_BEFORE_BORN: "死亡日期早于出生日期，请核对",
    Reason.ENDS_BEFORE_START: "结束日期早于开始日期，请核对",
    Reason.EMPLOYER_NEEDED: "在职职工要填写用人单位的统一社会信用代码",
    Reason.EMPLOYER_UNWANTED: "这类人员不通过单位参保，请清空",
    Reason.END_NEEDED: "暂停、终止或者已注销的，要填写结束日期",
    Reason.BASE_NEEDED: "在职和灵活就业人员要填写大于零的缴费基数",
    Reason.AFTER_TODAY: "日期晚于今天，请核对",
    Reason.NAME_DIFFERS: "这个号码登记的是另一个名称，请核对；登记有误的先办理变更",
    Reason.TWICE: "与本表前面的一行重复，请只留一行",
    Reason.PERSON_UNKNOWN: "没有登记过这个号码的参保人，请先装入参保人",
    Reason.EMPLOYER_UNKNOWN: "没有登记过这个代码的用人单位，请先装入用人单位",
    Reason.OVERLAP: "与这个人的另一段参保日期重叠，请核对起止日期",
    Reason.OTHER_ON_FILE: "登记里已经有内容不同的同一项，请核对后在窗口更正",
}


class CellWrong(Exception):
    """A cell says no value of its form."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Known:
    """What cells may refer to: regions, identities of aid, the day of loading."""

    today: date
    regions: frozenset[str]
    identities: Mapping[str, str] = field(default_factory=dict)


NATIONS: Final = frozenset({"cn", "hk", "mo", "tw", "other"})
FEN_MAX: Final = 10**14
_SPOILT: Final = re.compile(r"\d\.\d+E\+?\d+", re.ASCII)
_DATE: Final = re.compile(
    r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|(\d{2})(\d{2}))", re.ASCII
)
_MONTH: Final = re.compile(r"(\d{4})(?:-|/)?(\d{2})(?:-01)?", re.ASCII)
_YEAR: Final = re.compile(r"20\d\d", re.ASCII)
_YUAN: Final = re.compile(r"(\d{1,12})(?:\.(\d{1,2}))?", re.ASCII)


def read_cell(form: Form, text: str, known: Known) -> Value:
    """Return what a cell that is not empty says; raises ``CellWrong``."""
    return _READERS[form](text, known)


def _text(text: str, _: Known) -> str:
    return text


def _number(text: str, _: Known) -> str:
    if _SPOILT.fullmatch(text):
        raise CellWrong(Reason.NUMBER_SPOILT)
    return plain(text)


def _checked(check: Callable[[str], str], reason: Reason) -> "Reader":
    def read(text: str, known: Known) -> str:
        try:
            return check(_number(text, known))
        except Refusal:
            raise CellWrong(reason) from None

    return read


def _region(text: str, known: Known) -> str:
    if text not in known.regions:
        raise CellWrong(Reason.BAD_REGION)
    return text


def _nation(text: str, _: Known) -> str:
    if text.lower() not in NATIONS:
        raise CellWrong(Reason.BAD_NATION)
    return text.lower()


def _date(text: str, _: Known) -> date:
    found = _DATE.fullmatch(text)
    if found is None:
        raise CellWrong(Reason.BAD_DATE)
    year, *parts = (int(part) for part in found.groups() if part is not None)
    return _day(year, parts[0], parts[1], Reason.BAD_DATE)


def _month(text: str, _: Known) -> date:
    found = _MONTH.fullmatch(text)
    if found is None:
        raise CellWrong(Reason.BAD_MONTH)
    return _day(int(found[1]), int(found[2]), 1, Reason.BAD_MONTH)


def _day(year: int, month: int, day: int, reason: Reason) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise CellWrong(reason) from None


def _year(text: str, _: Known) -> int:
    if not _YEAR.fullmatch(text):
        raise CellWrong(Reason.BAD_YEAR)
    return int(text)


def _fen(text: str, _: Known) -> int:
    found = _YUAN.fullmatch(text)
    if found is None:
        raise CellWrong(Reason.BAD_AMOUNT)
    yuan, cents = found.groups()
    return int(yuan) * 100 + int((cents or "0").ljust(2, "0"))


def _identity(text: str, known: Known) -> str:
    code = known.identities.get(text)
    if code is None:
        raise CellWrong(Reason.UNKNOWN_WORD)
    return code


def _word(words: Mapping[E, str]) -> "Reader":
    """Return the reader of a closed set: by its word or by its code."""
    known = {said: kind for kind, word in words.items() for said in (word, kind.value)}

    def read(text: str, _: Known) -> StrEnum:
        found = known.get(text)
        if found is None:
            raise CellWrong(Reason.UNKNOWN_WORD)
        return found

    return read


def _plain_words(words: Mapping[E, str]) -> Mapping[StrEnum, str]:
    return dict(words.items())


Reader = Callable[[str, Known], Value]
MONTH_KIND_WORDS: Final = {MonthKind.ACTUAL: "实际缴费", MonthKind.DEEMED: "视同缴费"}
HELD_STATE_WORDS: Final = {
    state: word for state, word in COVER_STATE_WORDS.items() if state in HOLDS_DAYS
}
TOLD_SEX_WORDS: Final = {
    sex: word for sex, word in SEX_WORDS.items() if sex is not Sex.UNKNOWN
}
WORDS_OF: Final[Mapping[Form, Mapping[StrEnum, str]]] = {
    Form.ID_KIND: _plain_words(ID_KIND_WORDS),
    Form.SEX: _plain_words(TOLD_SEX_WORDS),
    Form.SCHEME: _plain_words(SCHEME_WORDS),
    Form.PERSON_KIND: _plain_words(PERSON_KIND_WORDS),
    Form.COVER_STATE: _plain_words(HELD_STATE_WORDS),
    Form.EMPLOYER_KIND: _plain_words(EMPLOYER_KIND_WORDS),
    Form.EMPLOYER_STATE: _plain_words(EMPLOYER_STATE_WORDS),
    Form.MONTH_KIND: _plain_words(MONTH_KIND_WORDS),
    Form.TIER: _plain_words(TIER_WORDS),
}
_READERS: Final[Mapping[Form, Reader]] = {
    Form.TEXT: _text,
    Form.ID_NUMBER: _number,
    Form.CREDIT_CODE: _checked(check_credit_code, Reason.BAD_CREDIT_CODE),
    Form.PHONE: _checked(check_phone, Reason.BAD_PHONE),
    Form.BANK_ACCOUNT: _checked(check_bank_account, Reason.BAD_BANK_ACCOUNT),
    Form.REGION: _region,
    Form.NATION: _nation,
    Form.DATE: _date,
    Form.MONTH: _month,
    Form.YEAR: _year,
    Form.YUAN: _fen,
    Form.IDENTITY: _identity,
    **{form: _word(words) for form, words in WORDS_OF.items()},
}
