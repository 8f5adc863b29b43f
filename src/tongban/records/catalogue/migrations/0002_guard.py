"""Changes are the office's that may write there; what was published is everybody's.

Publications carry no condition on reading: they are the law of a region and
stand on a public page. Who is told below a region has to note it.
"""

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation

from tongban.records.security.operations import AppendOnly, EnableRowSecurity
from tongban.records.security.row_conditions import (
    any_of,
    office_below,
    own_account,
)

_REGION = office_below("region_path")
_TOLD = any_of(office_below("office_path"), own_account("account_id"))


class Migration(migrations.Migration):
    """Guard the changes of the catalogue."""

    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("catalogue", "0001_initial"),
        ("security", "0001_web_role"),
    ]
    operations: ClassVar[list[Operation]] = [
        AppendOnly("catalogue_changeevent"),
        AppendOnly("catalogue_publication"),
        AppendOnly("catalogue_acknowledgement"),
        EnableRowSecurity("catalogue_change", _REGION),
        EnableRowSecurity("catalogue_changeevent", _REGION),
        EnableRowSecurity("catalogue_publication", "true", _REGION),
        EnableRowSecurity(
            "catalogue_acknowledgement", _TOLD, own_account("account_id")
        ),
    ]
