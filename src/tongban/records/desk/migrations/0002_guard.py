"""Filters are one's own, phrases one's own or the office's, samples the office's.

A phrase of an office is read by the offices below it, whose session path begins
with the phrase's; it is written only by who answers for that office. Samples
and verdicts are facts: added, never changed.
"""

from typing import ClassVar, Final

from django.db import migrations
from django.db.migrations.operations.base import Operation

from tongban.records.security.operations import AppendOnly, EnableRowSecurity
from tongban.records.security.row_conditions import (
    OFFICE_PATH_SETTING,
    any_of,
    office_below,
    own_account,
)

_PATH: Final = f"nullif(current_setting('{OFFICE_PATH_SETTING}', true), '')"
_ABOVE: Final = f"(account_id IS NULL AND starts_with({_PATH}, office_path))"
_OFFICE: Final = office_below("office_path")
PHRASE: Final = any_of(own_account("account_id"), _ABOVE)
PHRASE_WRITTEN: Final = any_of(
    own_account("account_id"), f"(account_id IS NULL AND {_OFFICE})"
)

# Who sees the draft sees who goes on with it, and may throw both away.
OF_DRAFT: Final = (
    "EXISTS (SELECT 1 FROM cases_draft d WHERE d.id = desk_takendraft.draft_id)"
)


class Migration(migrations.Migration):
    """Guard the tables of the desk."""

    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("desk", "0001_initial"),
        ("security", "0001_web_role"),
    ]
    operations: ClassVar[list[Operation]] = [
        AppendOnly("desk_refusalsample"),
        AppendOnly("desk_sampledrefusal"),
        AppendOnly("desk_refusalverdict"),
        EnableRowSecurity("desk_savedfilter", own_account("account_id")),
        EnableRowSecurity("desk_phrase", PHRASE, PHRASE_WRITTEN),
        EnableRowSecurity("desk_refusalsample", _OFFICE),
        EnableRowSecurity("desk_sampledrefusal", _OFFICE),
        EnableRowSecurity("desk_refusalverdict", _OFFICE),
        EnableRowSecurity("desk_takendraft", OF_DRAFT),
    ]
