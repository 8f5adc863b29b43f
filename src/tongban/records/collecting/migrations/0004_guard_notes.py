"""Carriers put notes in; only the background takes them out."""

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation

from tongban.records.security.operations import EnableRowSecurity

NOBODY = "false"
ANYBODY = "true"


class Migration(migrations.Migration):
    """Guard the notes of carriers."""

    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("collecting", "0003_ordered_parcels"),
        ("security", "0001_web_role"),
    ]
    operations: ClassVar[list[Operation]] = [
        EnableRowSecurity("collecting_carriernote", NOBODY, ANYBODY),
    ]
