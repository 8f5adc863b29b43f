"""Small values of requests, each with its bounds."""

import re
from datetime import date
from typing import Annotated, Final

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from tongban.api.reading import is_storable

DAY_FIRST: Final = date(1990, 1, 1)
DAY_LAST: Final = date(2100, 12, 31)
WHOLE_MAX: Final = 10**6
ID_MAX: Final = 2**63 - 1
FEN_MAX: Final = 10**13
_ISO_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _iso_day(value: object) -> object:
    if isinstance(value, str) and _ISO_DAY.fullmatch(value) is None:
        raise ValueError("A day is written 2023-09-22.")
    if isinstance(value, int | float):
        raise ValueError("A day is written 2023-09-22.")  # noqa: TRY004 - pydantic's
    return value


def _in_range(day: date) -> date:
    if not DAY_FIRST <= day <= DAY_LAST:
        raise ValueError(f"A day lies in {DAY_FIRST}..{DAY_LAST}.")
    return day


def _storable(text: str) -> str:
    if not is_storable(text):
        raise ValueError("The text holds a character we do not take.")
    return text


Day = Annotated[
    date,
    BeforeValidator(_iso_day),
    AfterValidator(_in_range),
    Field(description="公历日期，例如2023-09-22", examples=["2023-09-22"]),
]
Code = Annotated[
    str,
    StringConstraints(min_length=1, max_length=80, pattern=r"^[A-Za-z0-9_.:-]+$"),
]
Words = Annotated[str, StringConstraints(max_length=2000), AfterValidator(_storable)]
Short = Annotated[str, StringConstraints(max_length=200), AfterValidator(_storable)]
Region = Annotated[
    str,
    StringConstraints(max_length=12, pattern=r"^[0-9]{1,12}$"),
    Field(description="行政区划代码（6、9或12位）", examples=["370700"]),
]
Id = Annotated[int, Field(ge=1, le=ID_MAX)]
Whole = Annotated[int, Field(ge=-WHOLE_MAX, le=WHOLE_MAX)]
Fen = Annotated[int, Field(ge=0, le=FEN_MAX, description="金额，单位为分")]
