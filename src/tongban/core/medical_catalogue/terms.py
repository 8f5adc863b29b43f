"""What the list says of one drug, service or material on a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

WHOLE_BP: Final = 10_000


class Grade(StrEnum):
    """Class in the list (chrgitm_lv): whole, in part, or not paid by the funds."""

    A = "A"
    B = "B"
    C = "C"


GRADE_WORDS: Final[Mapping[Grade, str]] = {
    Grade.A: "甲",
    Grade.B: "乙",
    Grade.C: "丙",
}


@dataclass(frozen=True, slots=True)
class ListTerms:
    """Terms of a code: grade, first own share in basis points, ceiling in fen.

    ``own_share_bp`` is 0 for A and the whole for C; ``price_max_fen`` the most of
    one unit that counts, none when there is no ceiling; ``charge_kind`` a value of
    the dictionary med_chrgitm_type; ``source`` names the version of the list.
    """

    code: str
    name: str
    grade: Grade
    own_share_bp: int
    price_max_fen: int | None
    limited: bool
    charge_kind: str
    source: str
