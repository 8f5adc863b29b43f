"""Everybody reads the catalogue, which is published; only commands load it."""

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation

from tongban.records.security.operations import AppendOnly, EnableRowSecurity

NOBODY = "false"


class Migration(migrations.Migration):
    """Guard versions and entries."""

    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("medical_catalogue", "0001_initial"),
        ("security", "0001_web_role"),
    ]
    operations: ClassVar[list[Operation]] = [
        AppendOnly("medical_catalogue_catalogueversion"),
        AppendOnly("medical_catalogue_catalogueentry"),
        EnableRowSecurity("medical_catalogue_catalogueversion", "true", NOBODY),
        EnableRowSecurity("medical_catalogue_catalogueentry", "true", NOBODY),
    ]
