"""Who sees wishes and parcels: who sees their case; scans are never changed."""

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation

from tongban.records.cases.row_conditions import of_case
from tongban.records.security.operations import AppendOnly, EnableRowSecurity

OF_PARCEL = (
    "EXISTS (SELECT 1 FROM collecting_parcel p WHERE p.id ="
    " collecting_parcelscan.parcel_id)"
)


class Migration(migrations.Migration):
    """Guard wishes and parcels."""

    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("collecting", "0001_initial"),
        ("cases", "0002_guard"),
        ("security", "0001_web_role"),
    ]
    operations: ClassVar[list[Operation]] = [
        AppendOnly("collecting_parcelscan"),
        EnableRowSecurity(
            "collecting_collectionwish", of_case("collecting_collectionwish")
        ),
        EnableRowSecurity("collecting_parcel", of_case("collecting_parcel")),
        EnableRowSecurity("collecting_parcelscan", OF_PARCEL),
    ]
