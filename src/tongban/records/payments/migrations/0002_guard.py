"""Rows follow the case they hang on."""

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation

from tongban.records.cases.row_conditions import of_case
from tongban.records.security.operations import EnableRowSecurity
from tongban.records.security.row_conditions import office_below

NUMBERS = """
CREATE SEQUENCE payment_batch_number;
GRANT USAGE ON SEQUENCE payment_batch_number TO tongban_web;
"""


class Migration(migrations.Migration):
    """Guard the payments."""

    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("payments", "0001_initial"),
        ("cases", "0002_guard"),
    ]
    operations: ClassVar[list[Operation]] = [
        migrations.RunSQL(NUMBERS, "DROP SEQUENCE payment_batch_number"),
        EnableRowSecurity("payments_paymentbatch", office_below("office_path")),
        EnableRowSecurity("payments_paymentorder", of_case("payments_paymentorder")),
    ]
