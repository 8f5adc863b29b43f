"""Whom the agency serves (服务对象): kinds, papers, schemes and duties."""

from enum import StrEnum


class PartyKind(StrEnum):
    """What kind of party is served."""

    PERSON = "person"
    EMPLOYER = "employer"
    SCHOOL = "school"
    INSTITUTION = "institution"
    PHARMACY = "pharmacy"


PARTY_KIND_WORDS = {
    PartyKind.PERSON: "个人",
    PartyKind.EMPLOYER: "用人单位",
    PartyKind.SCHOOL: "学校",
    PartyKind.INSTITUTION: "医疗机构",
    PartyKind.PHARMACY: "零售药店",
}


class IdKind(StrEnum):
    """The paper an identifier stands on (national code table psn_cert_type)."""

    RESIDENT_CARD = "resident_card"
    PASSPORT = "passport"
    HONG_KONG_MACAO_PERMIT = "hong_kong_macao_permit"
    TAIWAN_PERMIT = "taiwan_permit"
    FOREIGN_RESIDENCE = "foreign_residence"
    OTHER = "other"
    CREDIT_CODE = "credit_code"


ID_KIND_WORDS = {
    IdKind.RESIDENT_CARD: "居民身份证（户口簿）",
    IdKind.PASSPORT: "护照",
    IdKind.HONG_KONG_MACAO_PERMIT: "港澳居民来往内地通行证",
    IdKind.TAIWAN_PERMIT: "台湾居民来往大陆通行证",
    IdKind.FOREIGN_RESIDENCE: "外国人永久居留身份证",
    IdKind.OTHER: "其他身份证件",
    IdKind.CREDIT_CODE: "统一社会信用代码",
}


class Scheme(StrEnum):
    """The insurance a person belongs to (险种)."""

    EMPLOYEE = "employee"
    RESIDENT = "resident"


SCHEME_WORDS = {
    Scheme.EMPLOYEE: "职工基本医疗保险",
    Scheme.RESIDENT: "城乡居民基本医疗保险",
}


class Duty(StrEnum):
    """What an account may do for an employer or institution (经办授权)."""

    APPLY = "apply"
    SUBMIT = "submit"
    SIGN = "sign"


DUTY_WORDS = {Duty.APPLY: "填报", Duty.SUBMIT: "提交", Duty.SIGN: "签署"}
