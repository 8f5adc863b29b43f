"""Which ratings and voices a session may see.

Staff see those of their office and below, but never one they are complained
about in. ``tongban.rating_subject`` opens the one rating whose service somebody
has named by its codes; ``tongban.voice_number`` with ``tongban.voice_code`` one
complaint or suggestion. Both are written by ``services.ratings.scope``.
"""

from typing import Final

from tongban.records.security.row_conditions import (
    ACCOUNT_ID_SETTING,
    any_of,
    office_below,
    own_account,
    own_party,
)

SUBJECT_SETTING: Final = "tongban.rating_subject"
VOICE_NUMBER_SETTING: Final = "tongban.voice_number"
VOICE_CODE_SETTING: Final = "tongban.voice_code"


def _setting(name: str) -> str:
    return f"nullif(current_setting('{name}', true), '')"


_STAFF: Final = (
    f"({office_below('office_path')}"
    f" AND NOT ({_setting(ACCOUNT_ID_SETTING)}::bigint = ANY (concerned)))"
)
RATING: Final = any_of(
    _STAFF, own_party("party_id"), f"subject = {_setting(SUBJECT_SETTING)}"
)
VOICE: Final = any_of(
    _STAFF,
    own_party("party_id"),
    own_account("account_id"),
    f"(number = {_setting(VOICE_NUMBER_SETTING)}"
    f" AND code = {_setting(VOICE_CODE_SETTING)})",
)
SURVEY: Final = any_of(office_below("office_path"), "state <> 'draft'")
ANSWER: Final = any_of(office_below("office_path"), own_party("party_id"))


def of_row(table: str, parent: str, column: str) -> str:
    """Return the condition that the row this one hangs on is visible."""
    return f"EXISTS (SELECT 1 FROM {parent} p WHERE p.id = {table}.{column})"  # noqa: S608 - table names are ours
