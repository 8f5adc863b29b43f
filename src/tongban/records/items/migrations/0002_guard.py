"""Postings, attempts and pinned terms are added, never changed."""

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation

from tongban.records.security.operations import AppendOnly, EnableRowSecurity
from tongban.records.security.row_conditions import office_below


class Migration(migrations.Migration):
    """Guard the catalogue's rows; an office sees the attempts below it."""

    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("items", "0001_initial"),
        ("security", "0001_web_role"),
    ]
    operations: ClassVar[list[Operation]] = [
        AppendOnly("items_postedmaterial"),
        AppendOnly("items_termssnapshot"),
        AppendOnly("items_extramaterialattempt"),
        EnableRowSecurity("items_extramaterialattempt", office_below("office_path")),
    ]
