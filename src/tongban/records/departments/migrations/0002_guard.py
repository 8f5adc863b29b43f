"""Who sees departments and staff: the institution and the agency; all stays."""

from typing import ClassVar, Final

from django.db import migrations
from django.db.migrations.operations.base import Operation

from tongban.records.institutions.row_conditions import own_institution
from tongban.records.security.operations import AppendOnly, EnableRowSecurity
from tongban.records.security.row_conditions import IS_STAFF, any_of

OF_INSTITUTION: Final = any_of(own_institution("institution_id"), IS_STAFF)


class Migration(migrations.Migration):
    """Guard departments and medical staff."""

    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("departments", "0001_initial"),
        ("institutions", "0002_guard"),
        ("security", "0001_web_role"),
    ]
    operations: ClassVar[list[Operation]] = [
        AppendOnly("departments_hospitaldepartment"),
        AppendOnly("departments_practitioner"),
        EnableRowSecurity("departments_hospitaldepartment", OF_INSTITUTION),
        EnableRowSecurity("departments_practitioner", OF_INSTITUTION, IS_STAFF),
    ]
