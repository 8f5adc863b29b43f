"""Who sees how far lists are: the institution and the agency; all stays."""

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation

from tongban.records.security.operations import AppendOnly, EnableRowSecurity
from tongban.records.settlement.row_conditions import OF_INSTITUTION


class Migration(migrations.Migration):
    """Guard moves of lists."""

    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("settlement", "0005_list_moves"),
        ("security", "0001_web_role"),
    ]
    operations: ClassVar[list[Operation]] = [
        AppendOnly("settlement_listmove"),
        EnableRowSecurity("settlement_listmove", OF_INSTITUTION),
    ]
