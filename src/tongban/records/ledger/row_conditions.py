"""Which rows of the ledger a session may see: one's own, or those of one's area."""

from typing import Final

from tongban.records.institutions.row_conditions import SERVES_INSTITUTION
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


# An institution settles against the funds: it sees that they are there, and of
# their postings only those of its own settlements (ADR 0021).
ACCOUNT_WITH_FUNDS: Final = any_of(
    ACCOUNT, f"(owner_id IS NULL AND {SERVES_INSTITUTION})"
)
MAY_SETTLE: Final = any_of(IS_STAFF, SERVES_INSTITUTION)
OF_OWN_SETTLEMENT: Final = (
    "EXISTS (SELECT 1 FROM settlement_settlement s"
    " WHERE s.journal_id = ledger_posting.journal_id)"
)
POSTING: Final = any_of(
    "EXISTS (SELECT 1 FROM ledger_ledgeraccount a"  # noqa: S608 - ours
    " WHERE a.id = ledger_posting.account_id"
    f" AND (a.owner_id IS NOT NULL OR NOT {SERVES_INSTITUTION}))",
    OF_OWN_SETTLEMENT,
)
POSTING_WRITTEN: Final = f"{MAY_SETTLE} AND {of_account('ledger_posting')}"
JOURNAL: Final = any_of(
    in_area("region"),
    "EXISTS (SELECT 1 FROM ledger_posting p WHERE p.journal_id = ledger_journal.id)",
)
# Journals hold no person and no amount; an institution must see the one it writes.
JOURNAL_OF_SETTLEMENTS: Final = any_of(
    JOURNAL, f"({SERVES_INSTITUTION} AND reason IN ('settlement', 'reversal'))"
)
JOURNAL_WRITTEN: Final = any_of(
    in_area("region"),
    f"({SERVES_INSTITUTION} AND reason IN ('settlement', 'reversal'))",
)
