"""The two statements of the express lane."""

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation

from tongban.records.settlement.express import READ, WITHOUT, WRITE


class Migration(migrations.Migration):
    """Read and write many bills at once."""

    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("settlement", "0002_guard"),
        ("enrolment", "__first__"),
        ("hsa", "__first__"),
        ("ledger", "0004_settling"),
        ("medical_catalogue", "__first__"),
        ("personal_accounts", "0004_several_shares"),
    ]
    operations: ClassVar[list[Operation]] = [
        migrations.RunSQL(f"{READ}{WRITE}", WITHOUT)
    ]
