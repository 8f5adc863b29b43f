"""Looks are added, never changed; an office sees those of its own subtree."""

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation

from tongban.records.security.operations import AppendOnly, EnableRowSecurity
from tongban.records.security.row_conditions import office_below


class Migration(migrations.Migration):
    """Guard the access log."""

    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("audit", "0001_initial"),
        ("security", "0001_web_role"),
    ]
    operations: ClassVar[list[Operation]] = [
        AppendOnly("audit_accesslook"),
        EnableRowSecurity("audit_accesslook", office_below("office_path")),
    ]
