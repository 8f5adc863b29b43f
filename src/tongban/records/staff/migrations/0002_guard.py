"""Entries are added, never changed; the register is for staff only.

Devices carry no condition: the sign-in page looks one up before anybody is
known, by a digest that only the device can name.
"""

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation

from tongban.records.security.operations import AppendOnly, EnableRowSecurity
from tongban.records.security.row_conditions import (
    IS_STAFF,
    any_of,
    office_below,
    own_account,
)

ENTRY = any_of(office_below("office_path"), own_account("account_id"))


class Migration(migrations.Migration):
    """Guard the register of staff."""

    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("staff", "0001_initial"),
        ("security", "0001_web_role"),
    ]
    operations: ClassVar[list[Operation]] = [
        AppendOnly("staff_staffentry"),
        EnableRowSecurity("staff_staffentry", ENTRY),
        EnableRowSecurity("staff_staffabsence", IS_STAFF),
        EnableRowSecurity("staff_workshare", IS_STAFF),
        EnableRowSecurity("staff_officedistribution", IS_STAFF),
    ]
