"""Checks of identifiers: id numbers, credit codes, phones, bank cards."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from tongban.core.access.parties import IdKind
from tongban.core.refusals import Refusal

SYNTHETIC_ID_PREFIX: Final = "99"
SYNTHETIC_PHONE_PREFIX: Final = "100"

_RESIDENT_ID: Final = re.compile(r"[1-9]\d{16}[\dX]", re.ASCII)
_ID_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_SIGNS: Final = "10X98765432"
_CREDIT_SIGNS: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_CODE: Final = re.compile(rf"[{_CREDIT_SIGNS}]{{18}}")
_CREDIT_BASE: Final = len(_CREDIT_SIGNS)
_PHONE: Final = re.compile(r"1\d{10}", re.ASCII)
_BANK_CARD: Final = re.compile(r"\d{12,19}", re.ASCII)
_LUHN_BASE: Final = 10
_LUHN_FOLD: Final = 9
_PATTERNS: Final = {
    IdKind.PASSPORT: re.compile(r"[A-Z0-9]{5,17}"),
    IdKind.HONG_KONG_MACAO_PERMIT: re.compile(r"[HM]\d{8}(\d{2})?", re.ASCII),
    IdKind.TAIWAN_PERMIT: re.compile(r"\d{8}(\d{2})?", re.ASCII),
    IdKind.FOREIGN_RESIDENCE: re.compile(r"[A-Z]{3}\d{12}|[1-9]\d{16}[\dX]", re.ASCII),
    IdKind.OTHER: re.compile(r"[A-Z0-9-]{4,30}"),
}


class BadResidentId(Refusal):
    """The id number does not follow GB 11643 (form, date of birth, check sign)."""

    code = "access.bad_resident_id"

    def __init__(self, why: str) -> None:
        super().__init__(f"Not an id number: {why}.", why=why)


class BadCreditCode(Refusal):
    """The unified social credit code does not follow GB 32100."""

    code = "access.bad_credit_code"

    def __init__(self) -> None:
        super().__init__("Not a unified social credit code.")


class BadIdentifier(Refusal):
    """The number does not have the form of the paper named."""

    code = "access.bad_identifier"

    def __init__(self, kind: IdKind) -> None:
        super().__init__(f"Not the number of a {kind.value}.", kind=kind.value)


class BadPhone(Refusal):
    """The number is not a mobile phone number of the mainland."""

    code = "access.bad_phone"

    def __init__(self) -> None:
        super().__init__("Not a mobile phone number.")


class BadBankAccount(Refusal):
    """The number is not a bank card number (digits and Luhn check)."""

    code = "access.bad_bank_account"

    def __init__(self) -> None:
        super().__init__("Not a bank card number.")


@dataclass(frozen=True, slots=True)
class ResidentId:
    """What an id number tells: its plain form, day of birth, sex."""

    number: str
    born_on: date
    is_male: bool


def check_resident_id(given: str) -> ResidentId:
    """Return what an id number tells; refuse one that breaks GB 11643-1999.

    Numbers beginning with 99 belong to nobody and are those of demos and tests.
    """
    number = plain(given)
    if not _RESIDENT_ID.fullmatch(number):
        raise BadResidentId("form")
    try:
        born_on = date.fromisoformat(f"{number[6:10]}-{number[10:12]}-{number[12:14]}")
    except ValueError:
        raise BadResidentId("birth") from None
    if resident_check_sign(number[:17]) != number[17]:
        raise BadResidentId("check")
    return ResidentId(number, born_on, is_male=int(number[16]) % 2 == 1)


def resident_check_sign(first_17: str) -> str:
    """Return the eighteenth sign of an id number (ISO 7064 MOD 11-2)."""
    total = sum(int(d) * w for d, w in zip(first_17, _ID_WEIGHTS, strict=True))
    return _ID_SIGNS[total % len(_ID_SIGNS)]


def check_credit_code(given: str) -> str:
    """Return the plain credit code; refuse one that breaks GB 32100-2015."""
    code = plain(given)
    if not _CREDIT_CODE.fullmatch(code) or credit_check_sign(code[:17]) != code[17]:
        raise BadCreditCode
    return code


def credit_check_sign(first_17: str) -> str:
    """Return the eighteenth sign of a credit code (weights 3^i modulo 31)."""
    total = sum(
        _CREDIT_SIGNS.index(sign) * pow(3, place, _CREDIT_BASE)
        for place, sign in enumerate(first_17)
    )
    return _CREDIT_SIGNS[-total % _CREDIT_BASE]


def check_identifier(kind: IdKind, given: str) -> str:
    """Return the plain number of a paper; refuse one that is not of its form."""
    if kind is IdKind.RESIDENT_CARD:
        return check_resident_id(given).number
    if kind is IdKind.CREDIT_CODE:
        return check_credit_code(given)
    number = plain(given)
    if not _PATTERNS[kind].fullmatch(number):
        raise BadIdentifier(kind)
    return number


def check_phone(given: str) -> str:
    """Return the plain mobile number; refuse what is none."""
    number = plain(given).removeprefix("+86")
    if not _PHONE.fullmatch(number):
        raise BadPhone
    return number


def check_bank_account(given: str) -> str:
    """Return the plain card number; refuse one whose Luhn check fails."""
    number = plain(given)
    if not _BANK_CARD.fullmatch(number) or luhn_sum(number) % _LUHN_BASE:
        raise BadBankAccount
    return number


def luhn_sum(number: str) -> int:
    """Return the Luhn sum of digits; a valid number has a multiple of ten."""
    digits = [int(digit) for digit in reversed(number)]
    doubled = [digit * 2 for digit in digits[1::2]]
    folded = [d - _LUHN_FOLD if d > _LUHN_FOLD else d for d in doubled]
    return sum(digits[::2]) + sum(folded)


def plain(given: str) -> str:
    """Return a number without spaces and in capitals, as it is kept."""
    return "".join(given.split()).upper()
