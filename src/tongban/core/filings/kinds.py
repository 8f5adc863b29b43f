"""What an institution files for a person, and what a filing has to say (备案)."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Final

from tongban.core.days import Period
from tongban.core.refusals import Refusal


class FilingKind(StrEnum):
    """What is filed: a transfer, a chronic disease, a fixed provider, an accident."""

    TRANSFER = "transfer"
    CHRONIC = "chronic"
    FIXED = "fixed"
    ACCIDENT = "accident"


FILING_KIND_WORDS: Final[Mapping[FilingKind, str]] = {
    FilingKind.TRANSFER: "转院备案",
    FilingKind.CHRONIC: "慢特病备案",
    FilingKind.FIXED: "定点备案",
    FilingKind.ACCIDENT: "意外伤害备案",
}


class Transfer(StrEnum):
    """Where a transfer leads (转院类型, national table refl_type)."""

    CITY = "1"
    PROVINCE = "2"
    COUNTRY = "3"


class FilingDaysWrong(Refusal):
    """A filing ends before it begins."""

    code = "filings.days_wrong"

    def __init__(self) -> None:
        super().__init__("It ends before it begins.")


class TransferElsewhere(Refusal):
    """The kind of a transfer and the region it leads to do not fit."""

    code = "filings.transfer_elsewhere"

    def __init__(self, said: Transfer, fits: Transfer) -> None:
        super().__init__("Kind and region differ.", said=said.value, fits=fits.value)


def days_of(first: date, last: date | None) -> Period:
    """Return the days of a filing, both named ones included, or refuse.

    Systems that must name a last day name the last there is: it means none.
    """
    if last is not None and last < first:
        raise FilingDaysWrong
    return Period.through(first, None if last == date.max else last)


def transfer_between(home: str, care: str) -> Transfer:
    """Return what a transfer is, seen from the pooling area of the cover."""
    if home[:4] == care[:4]:
        return Transfer.CITY
    return Transfer.PROVINCE if home[:2] == care[:2] else Transfer.COUNTRY


def check_transfer(said: Transfer, *, home: str, care: str) -> None:
    """Refuse a kind of transfer that its region contradicts."""
    fits = transfer_between(home, care)
    if said is not fits:
        raise TransferElsewhere(said, fits)
