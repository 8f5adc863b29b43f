"""The web role sees files it brought or that concern its parties; staff see all.

Which file a member of staff may open is decided by the case it belongs to.
"""

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation

from tongban.records.security.operations import EnableRowSecurity
from tongban.records.security.row_conditions import (
    IS_STAFF,
    any_of,
    own_account,
    own_party,
)


class Migration(migrations.Migration):
    """Guard the uploaded materials."""

    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("files", "0001_initial"),
        ("security", "0001_web_role"),
    ]
    operations: ClassVar[list[Operation]] = [
        EnableRowSecurity(
            "files_storedfile",
            any_of(IS_STAFF, own_account("uploaded_by_id"), own_party("party_id")),
        ),
    ]
