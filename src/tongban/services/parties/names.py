"""The pinyin initials of a name, as a clerk types them: 赵磊 is ``zl``."""

from functools import lru_cache
from typing import Final

from pypinyin import Style, lazy_pinyin, pinyin

SIGNS_KEPT: Final = 20_000


def initials_of(name: str) -> str:
    """Return the first letters of a name's pinyin in lower case, letters only."""
    plain = name.strip()
    letters = [_letter(sign) for sign in plain]
    if not all(letters):
        # A sign that is read in several ways, or none: its neighbours decide.
        letters = lazy_pinyin(plain, style=Style.FIRST_LETTER)
    return "".join(
        one for one in "".join(letters).lower() if one.isascii() and one.isalnum()
    )


@lru_cache(maxsize=SIGNS_KEPT)
def _letter(sign: str) -> str:
    """Return the letter every reading of a Chinese sign begins with, else nothing."""
    ((*readings,),) = pinyin(sign, style=Style.FIRST_LETTER, heteronym=True) or (("",),)
    is_one = len(set(readings)) == 1 and not sign.isascii()
    return readings[0] if is_one and readings[0].isascii() else ""
