"""The pinyin initials a name is searched by: 二甲双胍片 is ``ejsgp``."""

from functools import lru_cache
from typing import Final

from pypinyin import Style, lazy_pinyin

SIGNS_KEPT: Final = 20_000


def initials_of(name: str) -> str:
    """Return the first letters of a name in lower case, its digits as they are.

    Sign by sign: the lists are long, and few signs begin otherwise in a phrase.
    """
    return "".join(map(_letter, name))


@lru_cache(maxsize=SIGNS_KEPT)
def _letter(sign: str) -> str:
    if sign.isascii():
        return sign.lower() if sign.isalnum() else ""
    (letter,) = lazy_pinyin(sign, style=Style.FIRST_LETTER) or ("",)
    return letter.lower() if letter.isascii() and letter.isalnum() else ""
