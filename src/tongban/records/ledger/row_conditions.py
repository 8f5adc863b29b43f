"""Which rows of the ledger a session may see: one's own, or those of one's area."""

from typing import Final

from tongban.records.security.row_conditions import (
    IS_STAFF,
    OFFICE_PATH_SETTING,
    any_of,
    own_party,
)

_PATH: Final = f"nullif(current_setting('{OFFICE_PATH_SETTING}', true), '')"


def in_area(column: str) -> str:
    """Return the condition that a region lies in the pooling area of the office.

    The area (统筹区) is the city: any window in it serves its people. The
    province sees all its cities. Paths read ``/province/city/county/``.
    """
    province, city = (f"split_part({_PATH}, '/', {place})" for place in (2, 3))
    return (
        f"({IS_STAFF} AND CASE WHEN {city} = ''"
        f" THEN left({column}, 2) = left({province}, 2)"
        f" ELSE left({column}, 4) = left({city}, 4) END)"
    )


ACCOUNT: Final = any_of(in_area("region"), own_party("owner_id"))


def of_account(table: str) -> str:
    """Return the condition that the row's account is visible."""
    return (
        "EXISTS (SELECT 1 FROM ledger_ledgeraccount a"  # noqa: S608 - table names are ours
        f" WHERE a.id = {table}.account_id)"
    )


JOURNAL: Final = any_of(
    in_area("region"),
    "EXISTS (SELECT 1 FROM ledger_posting p WHERE p.journal_id = ledger_journal.id)",
)
