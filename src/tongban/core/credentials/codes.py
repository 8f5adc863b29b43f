"""The dynamic code: a short signed text, and the number read out in its place.

Twenty-one bytes say which credential, for what, since when; 64 bytes of Ed25519
prove it. In base 32 that is 138 capitals and digits: a QR of version 6 in its
alphanumeric mode, which any scanner types as a keyboard would (ADR 0014).
"""

import base64
import re
import struct
from dataclasses import dataclass
from typing import Final

from tongban.core.credentials.purposes import Scope
from tongban.core.credentials.rules import CodeRules
from tongban.core.refusals import Refusal

PREFIX: Final = "YB"
FORMAT: Final = 1
KEY_MARK_BYTES: Final = 4
NONCE_BYTES: Final = 6
NUMBER_DIGITS: Final = 10
SIGNATURE_BYTES: Final = 64
TYPED_DIGITS: Final = 20
GROUP_DIGITS: Final = 4
_LAYOUT: Final = struct.Struct(f">BB{KEY_MARK_BYTES}sBLL{NONCE_BYTES}s")
_TEXT: Final = re.compile(rf"{PREFIX}[A-Z2-7]{{136}}")
_TYPED: Final = re.compile(rf"\d{{{TYPED_DIGITS}}}", re.ASCII)
_HIGH: Final = 1 << 32
_MARKS: Final = 10**NUMBER_DIGITS


class CodeUnreadable(Refusal):
    """What was scanned or typed is no code of ours."""

    code = "credentials.code_unreadable"

    def __init__(self) -> None:
        super().__init__("Not a dynamic code.")


class CodeExpired(Refusal):
    """The code was shown too long ago."""

    code = "credentials.code_expired"

    def __init__(self) -> None:
        super().__init__("The code has run out; show a new one.")


class CodeTooEarly(Refusal):
    """The code is from later than this clock allows."""

    code = "credentials.code_too_early"

    def __init__(self) -> None:
        super().__init__("The code is from the future: a clock is wrong.")


@dataclass(frozen=True, slots=True)
class DynamicCode:
    """What a code says; ``issued`` counts seconds since 1970."""

    key_mark: bytes
    number: str
    scope: Scope
    issued: int
    nonce: bytes

    @property
    def content(self) -> bytes:
        """The bytes that are signed."""
        high, low = divmod(int(self.number), _HIGH)
        return _LAYOUT.pack(
            FORMAT, self.scope, self.key_mark, high, low, self.issued, self.nonce
        )


def code_text(code: DynamicCode, signature: bytes) -> str:
    """Return the text a QR holds."""
    return PREFIX + base64.b32encode(code.content + signature).decode()


def is_code_text(text: str) -> bool:
    """Say whether a text has the form of a code, whatever it is worth."""
    return _TEXT.fullmatch(text) is not None


def read_code(text: str) -> tuple[DynamicCode, bytes]:
    """Return what a text says and the signature it carries; nothing is proved."""
    if not is_code_text(text):
        raise CodeUnreadable
    whole = base64.b32decode(text.removeprefix(PREFIX))
    content, signature = whole[:-SIGNATURE_BYTES], whole[-SIGNATURE_BYTES:]
    form, scope, mark, high, low, issued, nonce = _LAYOUT.unpack(content)
    number = high * _HIGH + low
    if form != FORMAT or scope not in set(Scope) or number >= _MARKS:
        raise CodeUnreadable
    code = DynamicCode(mark, f"{number:0{NUMBER_DIGITS}d}", Scope(scope), issued, nonce)
    return code, signature


def check_fresh(issued: int, *, now: int, rules: CodeRules) -> None:
    """Refuse a code that has run out, or one from beyond the clocks' difference."""
    if issued > now + rules.skew_seconds:
        raise CodeTooEarly
    if now >= issued + rules.life_seconds + rules.skew_seconds:
        raise CodeExpired


def step_of(now: int, rules: CodeRules) -> int:
    """Return the number of the turn in which a moment lies."""
    return now // rules.rotate_seconds


def steps_in_force(now: int, rules: CodeRules) -> tuple[int, ...]:
    """Return the turns whose read-out number still serves, the newest first."""
    newest = step_of(now + rules.skew_seconds, rules)
    oldest = step_of(now - rules.life_seconds - rules.skew_seconds + 1, rules)
    return tuple(range(newest, oldest - 1, -1))


def typed_number(number: str, mark: int) -> str:
    """Return the twenty digits to read out: the credential, then its mark."""
    return f"{number}{mark % _MARKS:0{NUMBER_DIGITS}d}"


def read_typed(text: str) -> tuple[str, str] | None:
    """Return credential and mark of twenty digits, or nothing."""
    if not _TYPED.fullmatch(text):
        return None
    return text[:NUMBER_DIGITS], text[NUMBER_DIGITS:]


def in_groups(digits: str) -> tuple[str, ...]:
    """Return digits in groups as people read them out."""
    return tuple(
        digits[place : place + GROUP_DIGITS]
        for place in range(0, len(digits), GROUP_DIGITS)
    )
