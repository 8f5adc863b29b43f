"""Consents are their party's; reports also the office's that answers."""

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation

from tongban.records.security.operations import EnableRowSecurity
from tongban.records.security.row_conditions import (
    any_of,
    office_below,
    own_account,
    own_party,
)

OWN = any_of(own_party("party_id"), own_account("account_id"))
WRONG = any_of(OWN, office_below("office_path"))


class Migration(migrations.Migration):
    """Guard consents and reports."""

    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("consents", "0001_initial"),
        ("security", "0001_web_role"),
    ]
    operations: ClassVar[list[Operation]] = [
        EnableRowSecurity("consents_consent", OWN),
        EnableRowSecurity("consents_wrongdata", WRONG),
    ]
