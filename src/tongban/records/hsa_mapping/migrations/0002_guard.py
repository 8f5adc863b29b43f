"""An institution tells and sees its own codes; staff see everybody's."""

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation

from tongban.records.hsa.row_conditions import OF_INSTITUTION
from tongban.records.security.operations import AppendOnly, EnableRowSecurity
from tongban.records.security.row_conditions import IS_STAFF, any_of

_SEEN = any_of(OF_INSTITUTION, IS_STAFF)


class Migration(migrations.Migration):
    """Guard mappings and their withdrawals."""

    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("hsa_mapping", "0001_initial"),
        ("institutions", "0002_guard"),
        ("security", "0001_web_role"),
    ]
    operations: ClassVar[list[Operation]] = [
        AppendOnly("hsa_mapping_institutionmapping"),
        AppendOnly("hsa_mapping_mappingwithdrawal"),
        EnableRowSecurity("hsa_mapping_institutionmapping", _SEEN, OF_INSTITUTION),
        EnableRowSecurity("hsa_mapping_mappingwithdrawal", _SEEN, OF_INSTITUTION),
    ]
