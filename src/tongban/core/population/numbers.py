"""Numbers that belong to nobody and never repeat: of people, employers, phones."""

from datetime import date, timedelta
from typing import Final

from tongban.core.access.identifiers import (
    SYNTHETIC_ID_PREFIX,
    SYNTHETIC_PHONE_PREFIX,
    credit_check_sign,
    resident_check_sign,
)

AREAS: Final = 9_900  # 990100 to 999999; the demo's own people are in 990001
FIRST_AREA: Final = 100
ORDERS: Final = 500  # of one sex, area and day of birth
BIRTH_CLASSES: Final = 4
_EMPLOYER_SERIES: Final = "98"


def birthday(day: date, place: int) -> date:
    """Return the day, or one of the three before it, that goes with a place.

    Places that share area and order have different days of birth, so no two
    people have one number.
    """
    wanted = place // (AREAS * ORDERS) % BIRTH_CLASSES
    return day - timedelta(days=(day.toordinal() - wanted) % BIRTH_CLASSES)


def id_number(place: int, *, born_on: date, is_male: bool) -> str:
    """Return the id number of a place; ``born_on`` is a ``birthday`` of it."""
    order, area = divmod(place, AREAS)
    sign = order % ORDERS * 2 + is_male
    first_17 = f"{SYNTHETIC_ID_PREFIX}{FIRST_AREA + area:04d}{born_on:%Y%m%d}{sign:03d}"
    return first_17 + resident_check_sign(first_17)


def credit_code(county: str, place: int) -> str:
    """Return the credit code of an employer of a county."""
    first_17 = f"{SYNTHETIC_ID_PREFIX}{county}{_EMPLOYER_SERIES}{place:07d}"
    return first_17 + credit_check_sign(first_17)


def person_phone(place: int) -> str:
    """Return the mobile number of a person."""
    return f"{SYNTHETIC_PHONE_PREFIX}1{place:07d}"


def employer_phone(place: int) -> str:
    """Return the mobile number of an employer's clerk."""
    return f"{SYNTHETIC_PHONE_PREFIX}2{place:07d}"
