"""The database scope of a request: the second wall behind the access rules.

Row-level security lets the web role see only rows of the scope entered here.
A connection of another role that may become the web role becomes it too.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from django.db import DatabaseError, connection

from tongban.core.access.actor import Actor
from tongban.records.security.operations import WEB_ROLE
from tongban.records.security.row_conditions import (
    ACCOUNT_ID_SETTING,
    OFFICE_PATH_SETTING,
    PARTY_IDS_SETTING,
)

_SETTINGS: Final = (OFFICE_PATH_SETTING, PARTY_IDS_SETTING, ACCOUNT_ID_SETTING)
_SET: Final = "SELECT " + ", ".join(
    f"set_config('{name}', %s, false)" for name in _SETTINGS
)
_SET_PARTIES: Final = "SELECT set_config(%s, %s, false)"
_BECOME: Final = (
    ", set_config('role', CASE WHEN pg_has_role(session_user, %s, 'MEMBER')"
    " THEN %s ELSE 'none' END, false)"
)
_RESUME: Final = ", set_config('role', 'none', false)"
_NOBODY: Final = ("", "", "")


def enter_scope(actor: Actor | None) -> None:
    """Let the connection see what this actor may see; nobody sees public rows."""
    _run(_SET + _BECOME, (*scope_of(actor), WEB_ROLE, WEB_ROLE))


def leave_scope() -> None:
    """Take the scope off the connection; a connection that cannot is closed."""
    try:
        _run(_SET + _RESUME, _NOBODY)
    except DatabaseError:
        # The next request must never inherit a scope: better no connection.
        connection.close()


@contextmanager
def scoped(actor: Actor) -> Iterator[None]:
    """Run a block in an actor's scope, for commands and checks outside a page."""
    enter_scope(actor)
    try:
        yield
    finally:
        leave_scope()


@contextmanager
def seeing_too(party_id: int) -> Iterator[None]:
    """Run a block that sees the rows of one more party: who gave this mandate.

    Only after the mandate was checked, and inside a transaction: what fails
    takes the wider sight back with it. What follows from an application reads
    the register of who applies, whoever carries it in.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s, true)", (PARTY_IDS_SETTING,))
        before = cursor.fetchone()[0] or ""
    if not before:  # staff, and commands without a scope, see by other rights
        yield
        return
    _run(_SET_PARTIES, (PARTY_IDS_SETTING, f"{before},{party_id}"))
    yield
    _run(_SET_PARTIES, (PARTY_IDS_SETTING, before))


def scope_of(actor: Actor | None) -> tuple[str, str, str]:
    """Return the three settings for an actor: office path, parties, account."""
    if actor is None:
        return _NOBODY
    return (
        actor.office_path,
        ",".join(str(party_id) for party_id in actor.party_ids),
        "" if actor.account_id is None else str(actor.account_id),
    )


def _run(statement: str, values: Sequence[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
