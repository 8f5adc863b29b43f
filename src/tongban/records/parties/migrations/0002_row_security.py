"""The web role sees its own parties, and staff see everybody's (looks are logged)."""

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation

from tongban.records.security.operations import EnableRowSecurity
from tongban.records.security.row_conditions import IS_STAFF, any_of, own_party


class Migration(migrations.Migration):
    """Guard the parties."""

    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("parties", "0001_initial"),
        ("security", "0001_web_role"),
    ]
    operations: ClassVar[list[Operation]] = [
        EnableRowSecurity("parties_party", any_of(IS_STAFF, own_party("id"))),
    ]
