"""A school sees its rosters, staff see all."""

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation

from tongban.records.security.operations import EnableRowSecurity
from tongban.records.security.row_conditions import IS_STAFF, any_of, own_party

OF_ROSTER = (
    "EXISTS (SELECT 1 FROM rosters_roster r WHERE r.id = rosters_rosterrow.roster_id)"
)


class Migration(migrations.Migration):
    """Guard rosters and their rows."""

    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("rosters", "0001_initial"),
        ("security", "0001_web_role"),
    ]
    operations: ClassVar[list[Operation]] = [
        EnableRowSecurity("rosters_roster", any_of(IS_STAFF, own_party("party_id"))),
        EnableRowSecurity("rosters_rosterrow", OF_ROSTER),
    ]
