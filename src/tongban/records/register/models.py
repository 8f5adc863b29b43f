"""Typed register entries: what a finished case put into effect."""

from django.contrib.postgres.fields import DateRangeField
from django.db import models

from tongban.records.security.fields import EncryptedJSONField


class RegisterEntry(models.Model):
    """One line of the register of an item, with all fields of its form.

    ``kind`` is the item's effect; ``schema_digest`` names the form schema the
    fields were checked against, so a reader knows their types.
    """

    kind = models.CharField(max_length=60)
    case = models.OneToOneField(
        "cases.Case", models.PROTECT, related_name="register_entry"
    )
    party = models.ForeignKey("parties.Party", models.PROTECT, related_name="+")
    region = models.CharField(max_length=12)
    fields = EncryptedJSONField()
    schema_digest = models.CharField(max_length=64)
    in_force = DateRangeField()
    amount_fen = models.BigIntegerField(default=0)
    written_at = models.DateTimeField()
    reversed_at = models.DateTimeField(null=True)

    class Meta:
        """Constraints and indexes."""

        indexes = (
            models.Index(fields=["party", "kind"], name="register_by_party"),
            models.Index(fields=["kind", "written_at"], name="register_by_kind"),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(amount_fen__gte=0), name="register_amount"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
