"""Rows follow the case they hang on."""

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation

from tongban.records.cases.row_conditions import of_case
from tongban.records.security.operations import EnableRowSecurity


class Migration(migrations.Migration):
    """Guard the register."""

    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("register", "0001_initial"),
        ("cases", "0002_guard"),
    ]
    operations: ClassVar[list[Operation]] = [
        EnableRowSecurity("register_registerentry", of_case("register_registerentry")),
    ]
