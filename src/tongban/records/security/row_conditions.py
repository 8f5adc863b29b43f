"""The words of row-level security: conditions on columns for ``EnableRowSecurity``.

The session carries three settings, written by ``services.access.scope``:
``tongban.office_path`` (empty outside the staff door), ``tongban.party_ids``
(comma-separated) and ``tongban.account_id``. A setting that is absent matches
no row.
"""

from typing import Final

from django.db.models import Q

OFFICE_PATH_SETTING: Final = "tongban.office_path"
PARTY_IDS_SETTING: Final = "tongban.party_ids"
ACCOUNT_ID_SETTING: Final = "tongban.account_id"

AFTER_EVERY_PATH: Final = "~"  # sorts after digits, letters and the slash

_PATH = f"nullif(current_setting('{OFFICE_PATH_SETTING}', true), '')"
_PARTIES = f"nullif(current_setting('{PARTY_IDS_SETTING}', true), '')"
_ACCOUNT = f"nullif(current_setting('{ACCOUNT_ID_SETTING}', true), '')"

IS_STAFF: Final = f"{_PATH} IS NOT NULL"


def office_below(column: str) -> str:
    """Return the condition that a path column is the session's office or below it.

    It is a range, so an ordinary index on the column (collation C) serves it.
    """
    path = f'{column} COLLATE "C"'
    return f"({path} >= {_PATH} AND {path} < {_PATH} || '{AFTER_EVERY_PATH}')"


def own_party(column: str) -> str:
    """Return the condition that a column names one of the session's parties."""
    return f"({column} = ANY (string_to_array({_PARTIES}, ',')::bigint[]))"


def own_account(column: str) -> str:
    """Return the condition that a column names the session's account."""
    return f"({column} = {_ACCOUNT}::bigint)"


def any_of(*conditions: str) -> str:
    """Return the condition that holds when one of the given ones does."""
    return "(" + " OR ".join(conditions) + ")"


def below(column: str, path: str) -> Q:
    """Return the filter for rows whose path is this office or below it.

    The same range as ``office_below``, for queries; an empty path finds nothing.
    """
    if not path:
        return Q(pk__in=())
    return Q(**{f"{column}__gte": path, f"{column}__lt": path + AFTER_EVERY_PATH})
