"""Staff may read how loads went; only commands write them, and never change one."""

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation

from tongban.records.security.operations import AppendOnly, EnableRowSecurity
from tongban.records.security.row_conditions import IS_STAFF


class Migration(migrations.Migration):
    """Guard the loads."""

    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("loading", "0001_initial"),
        ("security", "0001_web_role"),
    ]
    operations: ClassVar[list[Operation]] = [
        AppendOnly("loading_loadfile"),
        AppendOnly("loading_loadpart"),
        EnableRowSecurity("loading_loadfile", IS_STAFF, "false"),
        EnableRowSecurity("loading_loadpart", IS_STAFF, "false"),
    ]
