"""What somebody typed or scanned into the one box of a window."""

import re
from enum import StrEnum
from typing import Final

TYPED_MAX: Final = 160
_CASE: Final = re.compile(r"\d{22}", re.ASCII)
_CREDENTIAL: Final = re.compile(r"YB[A-Z2-7]{136}|\d{20}", re.ASCII)
_PHONE: Final = re.compile(r"1\d{10}", re.ASCII)
_DRAFT: Final = re.compile(r"[2-9A-HJ-NP-Z]{8}")
_TICKET: Final = re.compile(r"[A-Z]{1,2}\d{1,4}")
_LETTERS: Final = re.compile(r"[A-Z]{2,12}")
_IDENTIFIER: Final = re.compile(r"[A-Z0-9-]{4,30}")


class Typed(StrEnum):
    """What a word may name."""

    CREDENTIAL = "credential"
    CASE = "case"
    IDENTIFIER = "identifier"
    PHONE = "phone"
    TICKET = "ticket"
    DRAFT = "draft"
    INITIALS = "initials"
    NAME = "name"


_FORMS: Final = (
    (Typed.CREDENTIAL, _CREDENTIAL),
    (Typed.CASE, _CASE),
    (Typed.PHONE, _PHONE),
    (Typed.TICKET, _TICKET),
    (Typed.DRAFT, _DRAFT),
    (Typed.IDENTIFIER, _IDENTIFIER),
    (Typed.INITIALS, _LETTERS),
)


def plain_typed(text: str) -> str:
    """Return what was meant: no spaces or controls a reader adds, wide signs narrow.

    Letters become capitals, as on the papers.
    """
    narrow = (chr(ord(one) - 0xFEE0) if "！" <= one <= "～" else one for one in text)
    kept = "".join(one for one in narrow if one.isprintable() and not one.isspace())
    return kept.upper()[:TYPED_MAX]


def readings(text: str) -> tuple[Typed, ...]:
    """Return what a plain word may name, the likeliest first; nothing for nothing.

    Several forms overlap: eight letters may be a draft's code, a passport or
    initials, so the caller asks for each in turn.
    """
    if not text:
        return ()
    found = tuple(kind for kind, form in _FORMS if form.fullmatch(text))
    return found if text.isascii() else (*found, Typed.NAME)
