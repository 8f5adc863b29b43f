"""Who sees filings: the person, whoever treats them, staff of the area of cover."""

from typing import ClassVar, Final

from django.db import migrations
from django.db.migrations.operations.base import Operation

from tongban.records.ledger.row_conditions import in_area
from tongban.records.security.operations import AppendOnly, EnableRowSecurity
from tongban.records.security.row_conditions import any_of, own_party

OF_PERSON: Final = any_of(own_party("person_id"), in_area("home"))
RIGHTS: Final = "REVOKE DELETE, TRUNCATE ON away_awayfiling FROM tongban_web"
NO_RIGHTS: Final = "GRANT DELETE ON away_awayfiling TO tongban_web"


class Migration(migrations.Migration):
    """Guard the filings."""

    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("away", "0001_initial"),
        ("parties", "0002_row_security"),
        ("security", "0001_web_role"),
    ]
    operations: ClassVar[list[Operation]] = [
        AppendOnly("away_asiffiled"),
        EnableRowSecurity("away_awayfiling", OF_PERSON),
        EnableRowSecurity("away_asiffiled", OF_PERSON),
        migrations.RunSQL(RIGHTS, NO_RIGHTS),
    ]
