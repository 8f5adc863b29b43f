"""Who sees and writes visits and settlements; what is written stays."""

from typing import ClassVar, Final

from django.db import migrations
from django.db.migrations.operations.base import Operation

from tongban.records.security.operations import AppendOnly, EnableRowSecurity
from tongban.records.security.row_conditions import IS_STAFF
from tongban.records.settlement.row_conditions import (
    MAY_SETTLE,
    OF_CARE,
    OF_INSTITUTION,
    OF_PERSON,
    OF_YEAR,
    of_settlement,
    of_visit,
)

# A line is settled, freed or withdrawn; what it says is never changed.
RIGHTS: Final = """
REVOKE UPDATE, DELETE, TRUNCATE ON settlement_feeline, settlement_billuse,
    settlement_clearing FROM tongban_web;
GRANT UPDATE (settlement_id, withdrawn_at) ON settlement_feeline TO tongban_web;
GRANT UPDATE (released_at) ON settlement_billuse TO tongban_web;
GRANT UPDATE (withdrawn_at) ON settlement_clearing TO tongban_web;
REVOKE DELETE, TRUNCATE ON settlement_visit, settlement_diagnosis,
    settlement_yearuse, settlement_diseaseright FROM tongban_web;
"""
NO_RIGHTS: Final = """
GRANT UPDATE, DELETE ON settlement_feeline, settlement_billuse, settlement_clearing
    TO tongban_web;
GRANT DELETE ON settlement_visit, settlement_diagnosis, settlement_yearuse,
    settlement_diseaseright TO tongban_web;
"""


class Migration(migrations.Migration):
    """Guard visits and settlements."""

    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("settlement", "0001_initial"),
        ("institutions", "0002_guard"),
        ("parties", "0002_row_security"),
        ("security", "0001_web_role"),
    ]
    operations: ClassVar[list[Operation]] = [
        AppendOnly("settlement_settlement"),
        AppendOnly("settlement_statement"),
        AppendOnly("settlement_settlementlist"),
        EnableRowSecurity("settlement_visit", OF_CARE),
        EnableRowSecurity("settlement_diagnosis", of_visit("settlement_diagnosis")),
        EnableRowSecurity("settlement_feeline", of_visit("settlement_feeline")),
        EnableRowSecurity(
            "settlement_settlement", OF_CARE, f"{MAY_SETTLE} AND {OF_CARE}"
        ),
        EnableRowSecurity("settlement_yearuse", OF_YEAR, f"{MAY_SETTLE} AND {OF_YEAR}"),
        EnableRowSecurity(
            "settlement_billuse",
            of_settlement("settlement_billuse"),
            f"{MAY_SETTLE} AND {of_settlement('settlement_billuse')}",
        ),
        EnableRowSecurity("settlement_diseaseright", OF_PERSON, IS_STAFF),
        EnableRowSecurity("settlement_statement", OF_INSTITUTION),
        EnableRowSecurity("settlement_clearing", OF_INSTITUTION),
        EnableRowSecurity("settlement_settlementlist", OF_INSTITUTION),
        migrations.RunSQL(RIGHTS, NO_RIGHTS),
    ]
