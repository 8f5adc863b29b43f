"""A settlement at an institution may note that a shared account paid."""

from typing import ClassVar, Final

from django.db import migrations
from django.db.migrations.operations.base import Operation

from tongban.records.ledger.row_conditions import MAY_SETTLE
from tongban.records.security.operations import EnableRowSecurity

OF_SHARE: Final = (
    "EXISTS (SELECT 1 FROM personal_accounts_familyshare s"
    " WHERE s.id = personal_accounts_shareuse.share_id)"
)


class Migration(migrations.Migration):
    """Let settlements use shared accounts."""

    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("personal_accounts", "0002_guard"),
        ("institutions", "0002_guard"),
    ]
    operations: ClassVar[list[Operation]] = [
        EnableRowSecurity(
            "personal_accounts_shareuse", OF_SHARE, f"{MAY_SETTLE} AND {OF_SHARE}"
        ),
    ]
