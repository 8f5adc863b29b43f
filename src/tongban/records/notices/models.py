"""Messages to people, written in the transaction that causes them."""

from django.db import models

from tongban.records.security.fields import EncryptedTextField


class Message(models.Model):
    """One message to one party about one event of a case (outbox)."""

    party = models.ForeignKey("parties.Party", models.PROTECT, related_name="messages")
    case = models.ForeignKey(
        "cases.Case", models.PROTECT, null=True, related_name="messages"
    )
    event_seq = models.PositiveIntegerField(default=0)
    template = models.CharField(max_length=60)
    text = EncryptedTextField()
    created_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        """Constraints and indexes."""

        constraints = (
            models.UniqueConstraint(
                fields=["case", "event_seq", "template", "party"], name="message_once"
            ),
        )
        indexes = (
            models.Index(fields=["party", "-created_at"], name="message_by_party"),
            models.Index(
                fields=["created_at"],
                name="message_to_deliver",
                condition=models.Q(delivered_at=None),
            ),
        )

    def __str__(self) -> str:
        return f"{self.template} {self.pk}"
