"""The wish how to get a result, and parcels with what was seen of them."""

from typing import Final

from django.conf import settings
from django.db import models

from tongban.core.collecting.parcels import (
    PARCEL_WORDS,
    SCAN_WORDS,
    Direction,
    ParcelState,
)
from tongban.core.collecting.wishes import WAY_WORDS
from tongban.records.security.fields import EncryptedTextField

PATH_MAX: Final = 200
KEY_MAX: Final = 128
NAME_MAX: Final = 40
WORDS_MAX: Final = 200
BOOKING_KEY_MAX: Final = 32


class CollectionWish(models.Model):
    """How the owner of a case wants its result, and when they had it."""

    case = models.OneToOneField("cases.Case", models.PROTECT, related_name="collection")
    office_path = models.CharField(max_length=PATH_MAX, db_collation="C")
    way = models.CharField(
        max_length=8, choices=[(way.value, words) for way, words in WAY_WORDS.items()]
    )
    receiver = EncryptedTextField(blank=True)
    phone = EncryptedTextField(blank=True)
    address = EncryptedTextField(blank=True)
    chosen_at = models.DateTimeField()
    collected_at = models.DateTimeField(null=True)
    collected_by = EncryptedTextField(blank=True)
    handed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        """Indexes: what waits in an office, by way."""

        indexes = (
            models.Index(
                fields=["office_path", "way"],
                name="collection_waiting",
                condition=models.Q(collected_at=None),
            ),
        )

    def __str__(self) -> str:
        return f"{self.way} {self.case_id}"


class Parcel(models.Model):
    """A parcel of one case; where it is comes from its scans.

    One ordered from the carrier has a booking key, the same with every try,
    and gets its waybill later; ``try_at`` is when it is asked for again,
    ``fault`` what the last try met, ``declined`` that the carrier said no.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="parcels")
    office_path = models.CharField(max_length=PATH_MAX, db_collation="C")
    direction = models.CharField(
        max_length=4, choices=[(one.value, one.value) for one in Direction]
    )
    carrier = models.CharField(max_length=NAME_MAX)
    waybill = models.CharField(max_length=NAME_MAX, blank=True)
    booking_key = models.CharField(max_length=BOOKING_KEY_MAX, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    try_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=NAME_MAX, blank=True)
    declined = models.BooleanField(default=False)
    state = models.CharField(
        max_length=12,
        choices=[(state.value, words) for state, words in PARCEL_WORDS.items()],
    )
    sent_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    key = models.CharField(max_length=KEY_MAX, unique=True)

    class Meta:
        """Constraints and indexes."""

        constraints = (
            models.UniqueConstraint(
                fields=["carrier", "waybill"],
                name="parcel_waybill_once",
                condition=~models.Q(waybill=""),
            ),
            models.UniqueConstraint(
                fields=["booking_key"],
                name="parcel_booked_once",
                condition=~models.Q(booking_key=""),
            ),
        )
        indexes = (
            models.Index(fields=["office_path", "state"], name="parcel_by_office"),
            models.Index(
                fields=["try_at"],
                name="parcel_to_book",
                condition=models.Q(state=ParcelState.ORDERED.value),
            ),
        )

    def __str__(self) -> str:
        return f"Parcel {self.pk}"


class ParcelScan(models.Model):
    """One thing that was seen of a parcel, written once."""

    parcel = models.ForeignKey(Parcel, models.PROTECT, related_name="scans")
    scan = models.CharField(
        max_length=12,
        choices=[(scan.value, words) for scan, words in SCAN_WORDS.items()],
    )
    at = models.DateTimeField()
    words = models.CharField(max_length=WORDS_MAX, blank=True)
    key = models.CharField(max_length=KEY_MAX)

    class Meta:
        """Constraints: the same scan told twice is one."""

        constraints = (
            models.UniqueConstraint(fields=["parcel", "key"], name="scan_once"),
        )

    def __str__(self) -> str:
        return f"{self.scan} of parcel {self.parcel_id}"


class CarrierNote(models.Model):
    """What a carrier told by itself, until the background has worked on it."""

    carrier = models.CharField(max_length=NAME_MAX)
    waybill = models.CharField(max_length=NAME_MAX)
    scan = models.CharField(
        max_length=12,
        choices=[(scan.value, words) for scan, words in SCAN_WORDS.items()],
    )
    at = models.DateTimeField()
    words = models.CharField(max_length=WORDS_MAX, blank=True)
    received_at = models.DateTimeField()
    handled_at = models.DateTimeField(null=True)

    class Meta:
        """Constraints: the same thing told again is one; what still waits."""

        constraints = (
            models.UniqueConstraint(
                fields=["carrier", "waybill", "scan", "at"], name="carrier_note_once"
            ),
        )
        indexes = (
            models.Index(
                fields=["id"],
                name="carrier_note_waiting",
                condition=models.Q(handled_at=None),
            ),
        )

    def __str__(self) -> str:
        return f"Carrier note {self.pk}"
