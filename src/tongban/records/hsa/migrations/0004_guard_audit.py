"""Who sees findings and replies: the institution and the agency; all stays."""

from typing import ClassVar, Final

from django.db import migrations
from django.db.migrations.operations.base import Operation

from tongban.records.institutions.row_conditions import own_institution
from tongban.records.security.operations import AppendOnly, EnableRowSecurity
from tongban.records.security.row_conditions import IS_STAFF, any_of

OF_FINDING: Final = (
    "EXISTS (SELECT 1 FROM hsa_auditfinding f WHERE f.id = hsa_auditreply.finding_id)"
)


class Migration(migrations.Migration):
    """Guard findings and replies."""

    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("hsa", "0003_audit"),
        ("security", "0001_web_role"),
    ]
    operations: ClassVar[list[Operation]] = [
        AppendOnly("hsa_auditfinding"),
        AppendOnly("hsa_auditreply"),
        EnableRowSecurity(
            "hsa_auditfinding",
            any_of(own_institution("institution_id"), IS_STAFF),
            own_institution("institution_id"),
        ),
        EnableRowSecurity("hsa_auditreply", OF_FINDING),
    ]
