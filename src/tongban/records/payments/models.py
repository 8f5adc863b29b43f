"""Payment orders, the files sent to the bank, and what the bank answered."""

from django.db import models

from tongban.records.security.fields import EncryptedTextField

LABEL_MAX = 200
PATH_MAX = 200


class PaymentBatch(models.Model):
    """One file to the bank; its total equals the sum of its orders."""

    number = models.CharField(max_length=24, unique=True)
    office_path = models.CharField(max_length=PATH_MAX, db_collation="C")
    made_at = models.DateTimeField()
    made_by = models.BigIntegerField()
    count = models.PositiveIntegerField()
    total_fen = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    returned_at = models.DateTimeField(null=True)

    class Meta:
        """Constraints and indexes."""

        constraints = (
            models.CheckConstraint(
                condition=models.Q(total_fen__gt=0, count__gt=0),
                name="batch_is_not_empty",
            ),
        )

    def __str__(self) -> str:
        return self.number


class PaymentOrder(models.Model):
    """One payment of one case; paid means the bank confirmed it."""

    class State(models.TextChoices):
        """Where an order stands."""

        ORDERED = "ordered"
        SENT = "sent"
        PAID = "paid"
        FAILED = "failed"

    number = models.CharField(max_length=24, unique=True)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="orders")
    office_path = models.CharField(max_length=PATH_MAX, db_collation="C")
    amount_fen = models.BigIntegerField()
    payee = EncryptedTextField()
    bank = models.CharField(max_length=LABEL_MAX)
    account = EncryptedTextField()
    state = models.CharField(max_length=12, choices=State)
    ordered_at = models.DateTimeField()
    ordered_by = models.BigIntegerField()
    batch = models.ForeignKey(
        PaymentBatch, models.PROTECT, null=True, related_name="orders"
    )
    answered_at = models.DateTimeField(null=True)
    words = models.CharField(max_length=LABEL_MAX, blank=True)

    class Meta:
        """Constraints and indexes."""

        constraints = (
            models.CheckConstraint(
                condition=models.Q(amount_fen__gt=0), name="order_above_zero"
            ),
            models.UniqueConstraint(
                fields=["case"],
                name="order_open_once",
                condition=models.Q(state__in=["ordered", "sent", "paid"]),
            ),
        )
        indexes = (models.Index(fields=["state", "ordered_at"], name="order_by_state"),)

    def __str__(self) -> str:
        return self.number
