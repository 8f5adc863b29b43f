"""Narrow openings in the second wall: one rating, or one complaint by its codes."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from tongban.records.ratings.row_conditions import (
    SUBJECT_SETTING,
    VOICE_CODE_SETTING,
    VOICE_NUMBER_SETTING,
)


@contextmanager
def seen_by_subject(subject: str) -> Iterator[None]:
    """Let the connection see the rating of one service its sender has proven.

    Put it around the transaction, not inside: what failed cannot be reset.
    """
    with _opened({SUBJECT_SETTING: subject}):
        yield


@contextmanager
def seen_by_voice_code(number: str, code: str) -> Iterator[None]:
    """Let the connection see the one complaint or suggestion with these codes."""
    with _opened({VOICE_NUMBER_SETTING: number, VOICE_CODE_SETTING: code}):
        yield


@contextmanager
def _opened(values: dict[str, str]) -> Iterator[None]:
    try:
        _set(values)
        yield
    finally:
        _set(dict.fromkeys(values, ""))


def _set(values: dict[str, str]) -> None:
    with connection.cursor() as cursor:
        for name, value in values.items():
            cursor.execute("SELECT set_config(%s, %s, false)", (name, value))
