"""Changes are added, never changed; a unit sees its own."""

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation

from tongban.records.security.operations import AppendOnly, EnableRowSecurity
from tongban.records.security.row_conditions import IS_STAFF, any_of, own_party


class Migration(migrations.Migration):
    """Guard the history of operators."""

    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("units", "0001_initial"),
        ("security", "0001_web_role"),
    ]
    operations: ClassVar[list[Operation]] = [
        AppendOnly("units_operatorchange"),
        EnableRowSecurity(
            "units_operatorchange", any_of(IS_STAFF, own_party("party_id"))
        ),
    ]
