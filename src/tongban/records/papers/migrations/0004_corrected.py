"""A corrected register ends the certificates that rested on it."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models
from django.db.migrations.operations.base import Operation

from tongban.records.papers.row_conditions import SEEN
from tongban.records.cases.row_conditions import of_case
from tongban.records.security.operations import EnableRowSecurity


class Migration(migrations.Migration):
    """Name the case that ended a paper, and let staff end those of its parties."""

    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("cases", "0005_item_counts"),
        ("papers", "0003_certificates"),
    ]
    operations: ClassVar[list[Operation]] = [
        migrations.AddField(
            model_name="paperend",
            name="cause",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cases.case",
            ),
        ),
        migrations.AlterField(
            model_name="paperend",
            name="standing",
            field=models.CharField(
                choices=[
                    ("superseded", "superseded"),
                    ("reversed", "reversed"),
                    ("corrected", "corrected"),
                ],
                max_length=12,
            ),
        ),
        EnableRowSecurity("papers_paper", SEEN, of_case("papers_paper")),
    ]
