"""Offices (经办机构、服务网点): kinds, levels and their place in the tree."""

from enum import StrEnum
from typing import Final

from tongban.core.items.catalogue import Level

PATH_SEPARATOR: Final = "/"


class OfficeKind(StrEnum):
    """What kind of place an office is."""

    BUREAU = "bureau"
    HALL = "hall"
    TOWN = "town"
    VILLAGE = "village"
    HOSPITAL = "hospital"
    BANK = "bank"
    OTHER = "other"


OFFICE_KIND_WORDS = {
    OfficeKind.BUREAU: "医保经办机构",
    OfficeKind.HALL: "政务服务大厅医保窗口",
    OfficeKind.TOWN: "镇街便民服务中心",
    OfficeKind.VILLAGE: "村（社区）便民服务站",
    OfficeKind.HOSPITAL: "医院医保工作站",
    OfficeKind.BANK: "合作银行网点",
    OfficeKind.OTHER: "其他服务网点",
}

OFFICE_LEVELS: Final = (
    Level.PROVINCE,
    Level.CITY,
    Level.COUNTY,
    Level.TOWN,
    Level.VILLAGE,
)


def child_path(parent_path: str, code: str) -> str:
    """Return the path of an office below its parent; the root's parent is ``""``."""
    if not code or PATH_SEPARATOR in code:
        raise ValueError(f"{code!r} cannot be part of an office path.")
    return f"{parent_path or PATH_SEPARATOR}{code}{PATH_SEPARATOR}"


def covers(path: str, other: str) -> bool:
    """Say whether ``other`` is the office of ``path`` or one below it."""
    return bool(path) and other.startswith(path)
