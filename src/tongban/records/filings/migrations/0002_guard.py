"""Who sees filings: the institution, the person, staff of the area; what stays."""

from typing import ClassVar, Final

from django.db import migrations
from django.db.migrations.operations.base import Operation

from tongban.records.institutions.row_conditions import own_institution
from tongban.records.security.operations import EnableRowSecurity
from tongban.records.security.row_conditions import IS_STAFF, any_of
from tongban.records.settlement.row_conditions import OF_CARE

WRITTEN: Final = f"{OF_CARE} AND {any_of(own_institution('institution_id'), IS_STAFF)}"
# A filing is withdrawn; what it says is never changed.
RIGHTS: Final = """
REVOKE UPDATE, DELETE, TRUNCATE ON filings_filing FROM tongban_web;
GRANT UPDATE (withdrawn_at, withdrawn_words) ON filings_filing TO tongban_web;
CREATE SEQUENCE filing_number;
GRANT USAGE ON SEQUENCE filing_number TO tongban_web;
"""
NO_RIGHTS: Final = """
DROP SEQUENCE filing_number;
GRANT UPDATE, DELETE ON filings_filing TO tongban_web;
"""


class Migration(migrations.Migration):
    """Guard the filings."""

    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("filings", "0001_initial"),
        ("settlement", "0002_guard"),
        ("security", "0001_web_role"),
    ]
    operations: ClassVar[list[Operation]] = [
        EnableRowSecurity("filings_filing", OF_CARE, WRITTEN),
        migrations.RunSQL(RIGHTS, NO_RIGHTS),
    ]
