"""Who takes an application back gets the bills back: an owner may let go of them."""

from typing import ClassVar, Final

from django.db import migrations
from django.db.migrations.operations.base import Operation

from tongban.records.security.row_conditions import IS_STAFF
from tongban.records.settlement.row_conditions import of_visit

VISIBLE: Final = of_visit("claims_claimbill")
POLICY: Final = "ALTER POLICY tongban_rows ON claims_claimbill WITH CHECK"


class Migration(migrations.Migration):
    """Let the owner withdraw a bill, and write nothing else."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("claims", "0002_guard")]
    operations: ClassVar[list[Operation]] = [
        migrations.RunSQL(
            f"{POLICY} (({IS_STAFF} OR withdrawn_at IS NOT NULL) AND {VISIBLE})",
            f"{POLICY} ({IS_STAFF} AND {VISIBLE})",
        ),
    ]
