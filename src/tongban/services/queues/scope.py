"""Narrow openings in the second wall: one hall's queue, or one device's own row."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from tongban.records.queues.row_conditions import HALL_DEVICE_SETTING, HALL_PATH_SETTING


@contextmanager
def in_hall(office_path: str) -> Iterator[None]:
    """Let the connection see the queue of one office.

    Put it around the transaction, not inside: what failed cannot be reset.
    """
    with _opened(HALL_PATH_SETTING, office_path):
        yield


@contextmanager
def as_device(*digests: str) -> Iterator[None]:
    """Let the connection see the device whose code or secret has one of these."""
    with _opened(HALL_DEVICE_SETTING, ",".join(digests)):
        yield


@contextmanager
def _opened(setting: str, value: str) -> Iterator[None]:
    try:
        _set(setting, value)
        yield
    finally:
        _set(setting, "")


def _set(setting: str, value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, false)", (setting, value))
