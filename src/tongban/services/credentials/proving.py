"""Proves a code from itself and the public key: no database, no network."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from tongban.core.credentials.codes import (
    NUMBER_DIGITS,
    CodeUnreadable,
    check_fresh,
    is_code_text,
    read_code,
    read_typed,
    steps_in_force,
    typed_number,
)
from tongban.core.credentials.purposes import Scope, Way
from tongban.core.credentials.rules import CodeRules
from tongban.gateways.code_signing import code_keys, is_code_signed, number_mark
from tongban.services.credentials.refusals import CodeForged

_SPACES: Final = str.maketrans("", "", " -\t\r\n")


@dataclass(frozen=True, slots=True)
class ProvedCode:
    """What was shown: a credential's number, for what, and its mark for once only."""

    number: str
    scope: Scope
    way: Way
    mark: str
    issued: int | None


def plain_code(text: str) -> str:
    """Return a code as it was shown, whatever a scanner or a hand added."""
    return text.translate(_SPACES).upper()


def is_code(text: str) -> bool:
    """Say whether a word has the form of a code or of the number read out."""
    plain = plain_code(text)
    return is_code_text(plain) or read_typed(plain) is not None


def prove(
    text: str, *, now: int, rules: CodeRules, keys: Mapping[bytes, str] | None = None
) -> ProvedCode:
    """Return what a code proves by itself at a moment; refuse any other text.

    ``keys`` are public keys by their mark, ours when left out.
    """
    code, signature = read_code(plain_code(text))
    known = code_keys() if keys is None else keys
    public = known.get(code.key_mark)
    if public is None or not is_code_signed(code.content, signature, public=public):
        raise CodeForged
    check_fresh(code.issued, now=now, rules=rules)
    return ProvedCode(code.number, code.scope, Way.CODE, code.nonce.hex(), code.issued)


def prove_shown(text: str, *, now: int, rules: CodeRules) -> ProvedCode:
    """Return what a code, or the number read out in its place, proves here."""
    typed = read_typed(plain_code(text))
    if typed is None:
        return prove(text, now=now, rules=rules)
    number, mark = typed
    for step in steps_in_force(now, rules):
        for scope in Scope:
            if hmac.compare_digest(mark_of(number, step, scope), mark):
                return ProvedCode(
                    number, scope, Way.NUMBER, f"{step}-{scope.value}", None
                )
    raise CodeUnreadable


def mark_of(number: str, step: int, scope: Scope) -> str:
    """Return the ten digits that prove a number in one turn for one scope."""
    turn = step * len(Scope) + scope.value
    return typed_number(number, number_mark(number, turn))[NUMBER_DIGITS:]
