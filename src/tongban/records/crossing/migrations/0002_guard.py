"""The office and those above see the table; entries and issues only add up."""

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation

from tongban.records.ledger.row_conditions import in_area
from tongban.records.security.operations import AppendOnly, EnableRowSecurity


class Migration(migrations.Migration):
    """Guard entries and issues."""

    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("crossing", "0001_initial"),
        ("security", "0001_web_role"),
    ]
    operations: ClassVar[list[Operation]] = [
        EnableRowSecurity("crossing_progressentry", in_area("region")),
        EnableRowSecurity("crossing_progressissue", in_area("region")),
        AppendOnly("crossing_progressentry"),
        AppendOnly("crossing_progressissue"),
    ]
