"""Everybody reads institutions, which are published; staff alone write them."""

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation

from tongban.records.security.operations import AppendOnly, EnableRowSecurity
from tongban.records.security.row_conditions import IS_STAFF


class Migration(migrations.Migration):
    """Guard the institutions."""

    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("institutions", "0001_initial"),
        ("security", "0001_web_role"),
    ]
    operations: ClassVar[list[Operation]] = [
        AppendOnly("institutions_institutionevent"),
        EnableRowSecurity("institutions_institution", "true", IS_STAFF),
        EnableRowSecurity("institutions_institutionevent", IS_STAFF),
    ]
