"""What somebody agreed to have used, and what they say is wrong in it."""

from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import Q

from tongban.records.security.fields import EncryptedTextField

NAME_MAX: Final = 60
WORDS_MAX: Final = 500
PATH_MAX: Final = 200
KEY_MAX: Final = 128


class Consent(models.Model):
    """A yes to the use of one's registered data for a purpose, until withdrawn."""

    party = models.ForeignKey("parties.Party", models.PROTECT, related_name="consents")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    item = models.CharField(max_length=NAME_MAX)
    purpose = models.CharField(max_length=NAME_MAX)
    what = models.CharField(max_length=WORDS_MAX)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        """Constraints: one yes in force for each item and purpose."""

        constraints = (
            models.UniqueConstraint(
                fields=["party", "item", "purpose"],
                name="consent_in_force_once",
                condition=Q(withdrawn_at=None),
            ),
        )

    def __str__(self) -> str:
        return f"Consent {self.pk}"


class WrongData(models.Model):
    """A report that a registered value is wrong, and what the office answered."""

    class State(models.TextChoices):
        """How far it is."""

        OPEN = "open", "待核实"
        RIGHT = "right", "已更正"
        KEPT = "kept", "核实无误"

    party = models.ForeignKey("parties.Party", models.PROTECT, related_name="+")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    office_path = models.CharField(max_length=PATH_MAX, db_collation="C")
    item = models.CharField(max_length=NAME_MAX)
    label = models.CharField(max_length=NAME_MAX)
    held = EncryptedTextField()
    right = EncryptedTextField()
    words = EncryptedTextField(blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    told_at = models.DateTimeField()
    answer = EncryptedTextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    key = models.CharField(max_length=KEY_MAX, unique=True)

    class Meta:
        """Indexes: what waits in an office."""

        indexes = (
            models.Index(fields=["office_path", "state"], name="wrong_by_office"),
        )

    def __str__(self) -> str:
        return f"Wrong data {self.pk}"
