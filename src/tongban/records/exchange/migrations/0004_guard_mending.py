"""What was done about messages only adds up; staff see it."""

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation

from tongban.records.security.operations import AppendOnly, EnableRowSecurity
from tongban.records.security.row_conditions import IS_STAFF


class Migration(migrations.Migration):
    """Guard what was done about messages."""

    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("exchange", "0003_mending"),
        ("security", "0001_web_role"),
    ]
    operations: ClassVar[list[Operation]] = [
        EnableRowSecurity("exchange_mending", IS_STAFF),
        AppendOnly("exchange_mending"),
    ]
