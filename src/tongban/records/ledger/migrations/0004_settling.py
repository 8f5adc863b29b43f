"""Institutions that settle write the ledger's side of it, and see no more."""

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation

from tongban.records.ledger.row_conditions import (
    ACCOUNT_WITH_FUNDS,
    JOURNAL_OF_SETTLEMENTS,
    JOURNAL_WRITTEN,
    POSTING,
    POSTING_WRITTEN,
)
from tongban.records.security.operations import EnableRowSecurity


class Migration(migrations.Migration):
    """Open the ledger to settlements."""

    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("ledger", "0003_settlement_funds"),
        ("settlement", "0002_guard"),
    ]
    operations: ClassVar[list[Operation]] = [
        EnableRowSecurity("ledger_ledgeraccount", ACCOUNT_WITH_FUNDS),
        EnableRowSecurity("ledger_journal", JOURNAL_OF_SETTLEMENTS, JOURNAL_WRITTEN),
        EnableRowSecurity("ledger_posting", POSTING, POSTING_WRITTEN),
    ]
