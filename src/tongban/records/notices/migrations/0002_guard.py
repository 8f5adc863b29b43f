"""Messages are seen by their party, and by staff who reach the case."""

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation

from tongban.records.cases.row_conditions import of_case
from tongban.records.security.operations import EnableRowSecurity
from tongban.records.security.row_conditions import IS_STAFF, any_of, own_party

SEEN = any_of(
    own_party("party_id"),
    of_case("notices_message"),
    f"(case_id IS NULL AND {IS_STAFF})",
)


class Migration(migrations.Migration):
    """Guard the messages."""

    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("notices", "0001_initial"),
        ("cases", "0002_guard"),
    ]
    operations: ClassVar[list[Operation]] = [
        EnableRowSecurity("notices_message", SEEN),
    ]
