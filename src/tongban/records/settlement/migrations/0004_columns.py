"""What the express lane writes comes as columns, no longer as one document."""

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation

from tongban.records.settlement.express import WRITE, WRITE_NAME


class Migration(migrations.Migration):
    """Take the columns; the document of before is not understood any more."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("settlement", "0003_express")]
    operations: ClassVar[list[Operation]] = [
        migrations.RunSQL(
            f"DROP FUNCTION IF EXISTS {WRITE_NAME}(jsonb); {WRITE}",
            migrations.RunSQL.noop,
        )
    ]
