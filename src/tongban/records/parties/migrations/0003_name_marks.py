"""Find a person at a window by whole name or pinyin initials, without opening names."""

from typing import ClassVar

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from pypinyin import Style, lazy_pinyin

from tongban.records.parties.models import initials_mark, name_mark

ROWS_PER_STATEMENT = 500


def mark_names(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Give every party on file its marks."""
    parties = apps.get_model("parties", "Party").objects
    rows = []
    for row in parties.iterator(chunk_size=ROWS_PER_STATEMENT):
        letters = "".join(lazy_pinyin(row.name, style=Style.FIRST_LETTER))
        row.name_index = name_mark(row.name.strip())
        row.initials_index = initials_mark(
            "".join(one for one in letters if one.isascii() and one.isalnum())
        )
        rows.append(row)
        if len(rows) == ROWS_PER_STATEMENT:
            parties.bulk_update(rows, ["name_index", "initials_index"])
            rows = []
    parties.bulk_update(rows, ["name_index", "initials_index"])


class Migration(migrations.Migration):
    """Add the marks and fill them."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("parties", "0002_row_security")]
    operations: ClassVar[list[Operation]] = [
        migrations.AddField(
            "party",
            "name_index",
            models.CharField(blank=True, default="", max_length=64),
        ),
        migrations.AddField(
            "party",
            "initials_index",
            models.CharField(blank=True, default="", max_length=64),
        ),
        migrations.RunPython(mark_names, migrations.RunPython.noop),
        migrations.AlterField(
            "party",
            "name_index",
            models.CharField(blank=True, db_index=True, max_length=64),
        ),
        migrations.AlterField(
            "party",
            "initials_index",
            models.CharField(blank=True, db_index=True, max_length=64),
        ),
    ]
