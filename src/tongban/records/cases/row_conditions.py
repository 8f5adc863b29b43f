"""Which rows of cases, and of what hangs on a case, a session may see."""

from typing import Final

from tongban.records.security.row_conditions import (
    IS_STAFF,
    any_of,
    office_below,
    own_account,
    own_party,
)


def _setting(name: str) -> str:
    return f"nullif(current_setting('{name}', true), '')"


CASE: Final = any_of(
    office_below("office_path"),
    office_below("received_path"),
    own_party("party_id"),
    own_account("account_id"),
    "(number = "
    + _setting("tongban.case_number")
    + " AND query_code = "
    + _setting("tongban.query_code")
    + ")",
    "number = " + _setting("tongban.posted_case"),
)

IN_PARTY_OR_STAFF: Final = any_of(IS_STAFF, own_party("party_id"))

MANDATE: Final = any_of(IS_STAFF, own_party("principal_id"), own_account("helper_id"))

PARTY: Final = any_of(
    IS_STAFF,
    own_party("id"),
    "EXISTS (SELECT 1 FROM cases_mandate m WHERE m.principal_id = parties_party.id)",
)

DRAFT: Final = any_of(own_account("account_id"), IS_STAFF)

COMMAND: Final = (
    "(sender = 'account:' || "
    + _setting("tongban.account_id")
    + " OR sender NOT LIKE 'account:%')"
)


def of_case(table: str) -> str:
    """Return the condition that the row's case is visible."""
    return f"EXISTS (SELECT 1 FROM cases_case c WHERE c.id = {table}.case_id)"  # noqa: S608 - table names are ours
