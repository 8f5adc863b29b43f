"""A narrow opening in the second wall: the one credential a proved code names."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from tongban.records.credentials.row_conditions import CREDENTIAL_SETTING


@contextmanager
def shown(number: str) -> Iterator[None]:
    """Let the connection see the credential of a number proved before.

    Put it around the transaction, not inside: what failed cannot be reset.
    """
    try:
        _set(number)
        yield
    finally:
        _set("")


def _set(value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, false)", (CREDENTIAL_SETTING, value))
