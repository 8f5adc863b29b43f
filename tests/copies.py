"""Rows that many tests begin with: loaded once for a worker, copied for each.

A copy of a database costs a fifth of a second, the demo region a whole one and
the demo with its cases twenty.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection

_LOADED: set[str] = set()


@contextmanager
def copied(name: str, load: Callable[[], None]) -> Iterator[None]:
    """Stand on a database of its own that holds what ``load`` writes.

    ``name`` says what that is: it is loaded the first time only. The database of
    the worker has to be empty then, as it is between tests.
    """
    base = str(connection.settings_dict["NAME"])
    loaded, copy = f"{base}_{name}", f"{base}_copy"
    if loaded not in _LOADED:
        _copy(base, loaded)
        with _standing_on(loaded):
            load()
        _LOADED.add(loaded)
    _copy(loaded, copy)
    with _standing_on(copy):
        yield
    _drop(copy)


@contextmanager
def twins(*names: str) -> Iterator[tuple[str, ...]]:
    """Make copies of the database we stand on, and drop them at the end."""
    of = str(connection.settings_dict["NAME"])
    made = tuple(f"{of}_{name}" for name in names)
    for name in made:
        _copy(of, name)
    yield made
    for name in made:
        _drop(name)


def forget_copies() -> None:
    """Drop what was loaded, at the end of a run."""
    for loaded in sorted(_LOADED):
        _drop(loaded)
    _LOADED.clear()


@contextmanager
def _standing_on(name: str) -> Iterator[None]:
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def let_go(name: str) -> None:
    """End every other connection to a database: threads of a live server keep some."""
    _said(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = %s AND pid <> pg_backend_pid()",
        name,
    )


def _copy(of: str, name: str) -> None:
    connection.close()
    let_go(of)
    _drop(name)
    _said(f'CREATE DATABASE "{name}" TEMPLATE "{of}"')


def _drop(name: str) -> None:
    _said(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _said(statement: str, *values: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement, values or None)
