"""Loaded notices are added, never changed."""

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation

from tongban.records.security.operations import AppendOnly


class Migration(migrations.Migration):
    """Guard the loaded notices."""

    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("calendar", "0001_initial"),
        ("security", "0001_web_role"),
    ]
    operations: ClassVar[list[Operation]] = [AppendOnly("calendar_calendarnotice")]
