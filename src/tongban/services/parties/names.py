"""The pinyin initials of a name, as a clerk types them: 赵磊 is ``zl``."""

from pypinyin import Style, lazy_pinyin


def initials_of(name: str) -> str:
    """Return the first letters of a name's pinyin in lower case, letters only."""
    letters = "".join(lazy_pinyin(name.strip(), style=Style.FIRST_LETTER)).lower()
    return "".join(one for one in letters if one.isascii() and one.isalnum())
