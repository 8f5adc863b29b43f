"""Changes of who acts for an employer or institution, each written once."""

from typing import Final

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

DUTY_MAX: Final = 8
KEY_MAX: Final = 128


class OperatorChange(models.Model):
    """Which duties an account had for a party from a moment on; empty: none."""

    party = models.ForeignKey("parties.Party", models.PROTECT, related_name="+")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    duties = ArrayField(models.CharField(max_length=DUTY_MAX), default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    key = models.CharField(max_length=KEY_MAX, unique=True)

    class Meta:
        """Indexes: the history of a unit."""

        indexes = (models.Index(fields=["party", "-id"], name="operator_history"),)

    def __str__(self) -> str:
        return f"Change {self.pk}"
