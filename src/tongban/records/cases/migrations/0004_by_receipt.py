"""Figures of a span read the cases received in it, not all of them."""

from typing import ClassVar

from django.db import migrations, models
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    """Index the moment of receipt."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("cases", "0003_wrong_code")]
    operations: ClassVar[list[Operation]] = [
        migrations.AddIndex(
            "case", models.Index(fields=["received_at"], name="case_by_receipt")
        ),
    ]
