"""Narrow openings in the second wall: one case by its code, or one posted case."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.db import connection

CASE_NUMBER_SETTING: Final = "tongban.case_number"
QUERY_CODE_SETTING: Final = "tongban.query_code"
POSTED_CASE_SETTING: Final = "tongban.posted_case"


@contextmanager
def seen_by_code(number: str, query_code: str) -> Iterator[None]:
    """Let the connection see the one case that has this number and code."""
    with _opened({CASE_NUMBER_SETTING: number, QUERY_CODE_SETTING: query_code}):
        yield


@contextmanager
def seen_as_posted(number: str) -> Iterator[None]:
    """Let the connection take an objection to one posted case."""
    with _opened({POSTED_CASE_SETTING: number}):
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
