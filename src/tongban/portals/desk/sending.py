"""What a page sends with a command: request key, version, and typed words."""

from collections.abc import Callable
from enum import StrEnum
from typing import Final, TypeVar

from django.http import HttpRequest, QueryDict

from tongban.core.items.catalogue import Channel
from tongban.core.money import fen_from_yuan
from tongban.core.refusals import Refusal
from tongban.portals.shared.sending import fresh_key, sent_through
from tongban.services.access.rules import acting
from tongban.services.cases.envelope import Envelope
from tongban.services.timekeeping.queries import now

__all__ = [
    "AmountUnreadable",
    "ChoiceMissing",
    "WordsMissing",
    "amount_fen",
    "chosen",
    "envelope_of",
    "fresh_key",
    "needed_words",
    "one_of",
    "reading",
    "whole",
    "words",
]
WORDS_MAX: Final = 2_000
E = TypeVar("E", bound=StrEnum)


class AmountUnreadable(Refusal):
    """What was typed is not an amount in yuan."""

    code = "desk.amount_unreadable"

    def __init__(self) -> None:
        super().__init__("Not an amount in yuan with at most two decimals.")


class ChoiceMissing(Refusal):
    """A question with fixed answers was left open."""

    code = "desk.choice_missing"

    def __init__(self, field: str) -> None:
        super().__init__(f"{field} is not chosen.", field=field)


class WordsMissing(Refusal):
    """A field that has to be written was left empty."""

    code = "desk.words_missing"

    def __init__(self, field: str) -> None:
        super().__init__(f"{field} is empty.", field=field)


def envelope_of(request: HttpRequest, *, part: str = "") -> Envelope:
    """Return the envelope of a command sent from a desk page."""
    return sent_through(Channel.COUNTER, request, part=part)


def reading(request: HttpRequest) -> Envelope:
    """Return an envelope to read with: it sends nothing."""
    return Envelope(
        actor=acting(request), now=now(), key=fresh_key(), channel=Channel.COUNTER
    )


def words(sent: QueryDict, name: str) -> str:
    """Return what was typed into a field, without the space around it."""
    return (sent.get(name) or "").strip()[:WORDS_MAX]


def needed_words(sent: QueryDict, name: str, *, field: str) -> str:
    """Return what was typed; refuse an empty field by its Chinese name."""
    typed = words(sent, name)
    if not typed:
        raise WordsMissing(field)
    return typed


def chosen(sent: QueryDict, name: str, *, field: str) -> str:
    """Return the answer chosen; refuse an open question by its Chinese name."""
    value = words(sent, name)
    if not value:
        raise ChoiceMissing(field)
    return value


def one_of(sent: QueryDict, name: str, kind: type[E], *, field: str) -> E:
    """Return the answer chosen as a member of its kind; refuse any other value."""
    try:
        return kind(words(sent, name))
    except ValueError as fault:
        raise ChoiceMissing(field) from fault


def amount_fen(sent: QueryDict, name: str) -> int:
    """Return an amount typed in yuan as whole fen; empty is zero."""
    typed = words(sent, name).replace(",", "").replace("，", "")
    return _read(typed, fen_from_yuan) if typed else 0


def whole(sent: QueryDict, name: str, *, field: str) -> int:
    """Return a whole number; refuse anything else by the field's name."""
    typed = words(sent, name)
    if not (typed.isascii() and typed.isdigit()):
        raise WordsMissing(field)
    return int(typed)


def _read(typed: str, reader: Callable[[str], int]) -> int:
    try:
        return reader(typed)
    except ValueError as fault:
        raise AmountUnreadable from fault
