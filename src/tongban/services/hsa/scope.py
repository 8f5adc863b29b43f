"""Narrow openings in the second wall: a key to prove, an institution, one person.

Put the first two around the transaction, not inside: what failed cannot be
reset. A person is opened inside it and closed with it.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final

from django.db import DatabaseError, connection

from tongban.records.hsa.row_conditions import KEY_SETTING
from tongban.records.institutions.row_conditions import INSTITUTION_SETTING
from tongban.records.security.row_conditions import PARTY_IDS_SETTING
from tongban.services.institutions.queries import InstitutionLine

_SET: Final = "SELECT set_config(%s, %s, false)"
_SET_TWO: Final = "SELECT set_config(%s, %s, false), set_config(%s, %s, false)"
_SET_LOCAL: Final = "SELECT set_config(%s, %s, true)"


@contextmanager
def naming(key: str) -> Iterator[None]:
    """Let the connection see the one key a caller names, to prove it."""
    try:
        _run(_SET, KEY_SETTING, key)
        yield
    finally:
        _end(_SET, KEY_SETTING, "")


@contextmanager
def serving(institution: InstitutionLine) -> Iterator[None]:
    """Let the connection see what belongs to an institution that proved itself."""
    parties = "" if institution.party_id is None else str(institution.party_id)
    try:
        _run(
            _SET_TWO,
            *(INSTITUTION_SETTING, str(institution.id), PARTY_IDS_SETTING, parties),
        )
        yield
    finally:
        _end(_SET_TWO, INSTITUTION_SETTING, "", PARTY_IDS_SETTING, "")


def open_person(
    institution: InstitutionLine, person_id: int, *, relatives: Iterable[int] = ()
) -> None:
    """Let the transaction see the rows of the one person a message is about.

    ``relatives`` are those who share their account with the person: it pays.
    """
    own = () if institution.party_id is None else (institution.party_id,)
    ids = ",".join(str(one) for one in (*own, person_id, *relatives))
    _run(_SET_LOCAL, PARTY_IDS_SETTING, ids)


def _end(statement: str, *values: str) -> None:
    try:
        _run(statement, *values)
    except DatabaseError:
        # The next request must never inherit a scope: better no connection.
        connection.close()


def _run(statement: str, *values: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
