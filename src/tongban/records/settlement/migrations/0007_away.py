"""The express lane is told who lives elsewhere: their rate at home may differ."""

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation

from tongban.records.settlement.express import READ, READ_NAME


class Migration(migrations.Migration):
    """Take the place of the reading function; it answers with one column more."""

    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("settlement", "0006_guard_list_moves"),
        ("away", "0002_guard"),
    ]
    operations: ClassVar[list[Operation]] = [
        migrations.RunSQL(
            f"DROP FUNCTION IF EXISTS {READ_NAME}(int[], text[], bigint[], text[],"
            f" text[], date[], date[], bigint[], int[]); {READ}",
            migrations.RunSQL.noop,
        )
    ]
