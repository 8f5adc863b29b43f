"""Kinds of insured persons, states of cover, and their national dictionary codes."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Final

from tongban.core.access.parties import Scheme

ADULT_FROM: Final = 18  # years; 民法典 art. 17
ELDERLY_FROM: Final = 60  # years; 老年人权益保障法 art. 2


class PersonKind(StrEnum):
    """As what a person is insured (人员类别, national table psn_type)."""

    ACTIVE = "active"
    FLEXIBLE = "flexible"
    RETIRED = "retired"
    NEWBORN = "newborn"
    PUPIL = "pupil"
    UNDERGRADUATE = "undergraduate"
    MINOR = "minor"
    ADULT = "adult"
    ELDERLY = "elderly"


PERSON_KIND_WORDS: Final[Mapping[PersonKind, str]] = {
    PersonKind.ACTIVE: "在职职工",
    PersonKind.FLEXIBLE: "灵活就业人员",
    PersonKind.RETIRED: "退休人员",
    PersonKind.NEWBORN: "新生儿",
    PersonKind.PUPIL: "中小学生",
    PersonKind.UNDERGRADUATE: "大学生",
    PersonKind.MINOR: "未成年居民",
    PersonKind.ADULT: "成年居民",
    PersonKind.ELDERLY: "老年居民",
}

# The table knows one code for people at work, whoever pays for them.
PSN_TYPE: Final[Mapping[PersonKind, str]] = {
    PersonKind.ACTIVE: "11",
    PersonKind.FLEXIBLE: "11",
    PersonKind.RETIRED: "12",
    PersonKind.NEWBORN: "1401",
    PersonKind.PUPIL: "1403",
    PersonKind.UNDERGRADUATE: "1404",
    PersonKind.MINOR: "1405",
    PersonKind.ADULT: "15",
    PersonKind.ELDERLY: "16",
}

INSUTYPE: Final[Mapping[Scheme, str]] = {
    Scheme.EMPLOYEE: "310",
    Scheme.RESIDENT: "390",
}

_OF_EMPLOYEES: Final = frozenset(
    {PersonKind.ACTIVE, PersonKind.FLEXIBLE, PersonKind.RETIRED}
)
PAYS_AS_STUDENT: Final = frozenset(
    {
        PersonKind.NEWBORN,
        PersonKind.PUPIL,
        PersonKind.UNDERGRADUATE,
        PersonKind.MINOR,
    }
)


def scheme_of(kind: PersonKind) -> Scheme:
    """Return the scheme a kind of person belongs to."""
    return Scheme.EMPLOYEE if kind in _OF_EMPLOYEES else Scheme.RESIDENT


class CoverState(StrEnum):
    """How a period of cover stands; the last two hold no day."""

    IN_FORCE = "in_force"
    INTERRUPTED = "interrupted"
    ENDED = "ended"
    DISPUTED = "disputed"
    VOID = "void"


COVER_STATE_WORDS: Final[Mapping[CoverState, str]] = {
    CoverState.IN_FORCE: "正常参保",
    CoverState.INTERRUPTED: "暂停参保",
    CoverState.ENDED: "终止参保",
    CoverState.DISPUTED: "重复参保待处理",
    CoverState.VOID: "无效参保",
}

PSN_INSU_STAS: Final[Mapping[CoverState, str]] = {
    CoverState.IN_FORCE: "1",
    CoverState.INTERRUPTED: "2",
    CoverState.ENDED: "4",
    CoverState.DISPUTED: "3",
    CoverState.VOID: "3",
}

HOLDS_DAYS: Final = frozenset(
    {CoverState.IN_FORCE, CoverState.INTERRUPTED, CoverState.ENDED}
)


class Sex(StrEnum):
    """Sex as the papers say (national table gend)."""

    MALE = "male"
    FEMALE = "female"
    UNKNOWN = "unknown"


SEX_WORDS: Final[Mapping[Sex, str]] = {
    Sex.MALE: "男",
    Sex.FEMALE: "女",
    Sex.UNKNOWN: "未知",
}
GEND: Final[Mapping[Sex, str]] = {Sex.MALE: "1", Sex.FEMALE: "2", Sex.UNKNOWN: "0"}


def full_years(born_on: date, day: date) -> int:
    """Return the age in full years on a day."""
    before_birthday = (day.month, day.day) < (born_on.month, born_on.day)
    return day.year - born_on.year - before_birthday


def resident_kind(*, born_on: date, day: date) -> PersonKind:
    """Return the kind of a resident who is no student, by age on a day."""
    age = full_years(born_on, day)
    if age < ADULT_FROM:
        return PersonKind.MINOR
    return PersonKind.ELDERLY if age >= ELDERLY_FROM else PersonKind.ADULT
