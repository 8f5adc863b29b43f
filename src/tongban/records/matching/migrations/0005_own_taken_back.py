"""People also see what was applied to them and taken back since."""

from typing import ClassVar, Final

from django.db import migrations
from django.db.migrations.operations.base import Operation

from tongban.records.security.operations import EnableRowSecurity
from tongban.records.security.row_conditions import IS_STAFF, any_of, own_party

OWN: Final = own_party("party_id")
APPLIED: Final = " AND ".join((OWN, "state IN ('accepted', 'taken_back')"))
_IS_APPLIED: Final = (
    "EXISTS (SELECT 1 FROM matching_proposal p"
    " WHERE p.fact_id = matching_sharedfact.id"
    " AND p.state IN ('accepted', 'taken_back'))"
)
OF_APPLIED: Final = " AND ".join((OWN, _IS_APPLIED))


class Migration(migrations.Migration):
    """Open what was applied, also when it no longer holds; staff alone write."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("matching", "0004_kinds")]
    operations: ClassVar[list[Operation]] = [
        EnableRowSecurity("matching_proposal", any_of(IS_STAFF, APPLIED), IS_STAFF),
        EnableRowSecurity(
            "matching_sharedfact", any_of(IS_STAFF, OF_APPLIED), IS_STAFF
        ),
    ]
