"""Which rows of credentials a session may see.

A code proved to be ours opens the one credential it names, for as long as a
reader asks: ``tongban.credential`` holds its number, written by
``services.credentials.scope`` and by nobody before the proof.
"""

from typing import Final

from tongban.records.security.row_conditions import (
    IS_STAFF,
    any_of,
    office_below,
    own_account,
    own_party,
)

CREDENTIAL_SETTING: Final = "tongban.credential"

_SHOWN: Final = f"nullif(current_setting('{CREDENTIAL_SETTING}', true), '')"
_GUARDED: Final = (
    "EXISTS (SELECT 1 FROM credentials_guardianship g"  # noqa: S608 - ours, all of it
    f" WHERE g.child_id = {{column}} AND g.ended_at IS NULL"
    f" AND {own_party('g.guardian_id')})"
)
_SHOWN_ROW: Final = (
    "EXISTS (SELECT 1 FROM credentials_credential c"  # noqa: S608 - as above
    f" WHERE c.id = credential_id AND c.number = {_SHOWN})"
)


def guarded(column: str) -> str:
    """Return the condition that a column names a child of the session's party."""
    return _GUARDED.replace("{column}", column)


CREDENTIAL: Final = any_of(
    IS_STAFF, own_party("party_id"), f"number = {_SHOWN}", guarded("party_id")
)
OF_CREDENTIAL: Final = (
    "EXISTS (SELECT 1 FROM credentials_credential c WHERE c.id = credential_id)"
)
USE: Final = any_of(
    own_party("party_id"),
    own_party("provider_id"),
    office_below("office_path"),
    guarded("party_id"),
    _SHOWN_ROW,
)
PHONE_CHECK: Final = any_of(own_party("party_id"), own_account("account_id"))
GUARDIANSHIP: Final = any_of(IS_STAFF, own_party("guardian_id"), own_party("child_id"))
FACE: Final = any_of(IS_STAFF, own_party("party_id"))
