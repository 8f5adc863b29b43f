"""Who sees transfers: the person, the employer that asked, staff of the area."""

from typing import ClassVar, Final

from django.db import migrations
from django.db.migrations.operations.base import Operation

from tongban.records.ledger.row_conditions import in_area
from tongban.records.security.operations import EnableRowSecurity
from tongban.records.security.row_conditions import IS_STAFF, any_of, own_party

OF_TRANSFER: Final = any_of(
    own_party("person_id"), own_party("employer_id"), in_area("region")
)
OF_PERIOD: Final = any_of(own_party("person_id"), IS_STAFF)
# What a sheet says is taken over once; only a later move takes it along.
RIGHTS: Final = """
REVOKE DELETE, TRUNCATE ON transfers_transfer, transfers_priorperiod FROM tongban_web;
REVOKE UPDATE ON transfers_priorperiod FROM tongban_web;
GRANT UPDATE (moved_by_id) ON transfers_priorperiod TO tongban_web;
"""
NO_RIGHTS: Final = """
GRANT UPDATE, DELETE ON transfers_transfer, transfers_priorperiod TO tongban_web;
"""


class Migration(migrations.Migration):
    """Guard transfers and what they brought."""

    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("transfers", "0001_initial"),
        ("ledger", "0005_transfers"),
        ("parties", "0002_row_security"),
        ("security", "0001_web_role"),
    ]
    operations: ClassVar[list[Operation]] = [
        EnableRowSecurity("transfers_transfer", OF_TRANSFER),
        EnableRowSecurity(
            "transfers_priorperiod", OF_PERIOD, f"{IS_STAFF} AND {OF_PERIOD}"
        ),
        migrations.RunSQL(RIGHTS, NO_RIGHTS),
    ]
