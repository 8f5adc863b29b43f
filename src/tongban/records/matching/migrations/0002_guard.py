"""Only staff see what other departments share; nothing of it is deleted."""

from typing import ClassVar, Final

from django.db import migrations
from django.db.migrations.operations.base import Operation

from tongban.records.security.operations import EnableRowSecurity
from tongban.records.security.row_conditions import IS_STAFF

TABLES: Final = ("matching_feed", "matching_sharedfact", "matching_proposal")


def _keep(table: str) -> Operation:
    return migrations.RunSQL(
        f'REVOKE DELETE, TRUNCATE ON "{table}" FROM tongban_web',
        f'GRANT DELETE ON "{table}" TO tongban_web',
    )


class Migration(migrations.Migration):
    """Guard feeds, facts and proposals."""

    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("matching", "0001_initial"),
        ("security", "0001_web_role"),
    ]
    operations: ClassVar[list[Operation]] = [
        *(EnableRowSecurity(table, IS_STAFF) for table in TABLES),
        *(_keep(table) for table in TABLES),
    ]
