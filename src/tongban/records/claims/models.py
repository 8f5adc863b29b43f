"""What a bill on paper says of a visit besides its lines (手工报销票据)."""

from typing import Final

from django.db import models
from django.db.models import Q

from tongban.core.benefits.vocabulary import LEVEL_WORDS

RECEIPT_MAX: Final = 60
NAME_MAX: Final = 100
REGION_MAX: Final = 12
KEY_MAX: Final = 120


class ClaimBill(models.Model):
    """One bill that a case asks to be paid for; its visit holds the lines.

    A bill is never changed: a correction withdraws it and enters it anew under
    ``replaces``. ``withdrawn_at`` is also set when the case ends without paying,
    or what it paid was undone: the bill may then be used again. ``third_bp`` is
    the share another person is liable for, in basis points.
    """

    visit = models.OneToOneField(
        "settlement.Visit", models.PROTECT, related_name="claim_bill"
    )
    receipt = models.CharField(max_length=RECEIPT_MAX, blank=True)
    institution_name = models.CharField(max_length=NAME_MAX)
    care_region = models.CharField(max_length=REGION_MAX)
    level = models.CharField(
        max_length=10, choices=[(one.value, word) for one, word in LEVEL_WORDS.items()]
    )
    chinese_medicine = models.BooleanField(default=False)
    third_bp = models.PositiveSmallIntegerField(default=0)
    total_fen = models.BigIntegerField()
    entered_at = models.DateTimeField()
    entered_by = models.BigIntegerField()
    request_key = models.CharField(max_length=KEY_MAX, unique=True)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="replaced_by"
    )
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        """Constraints: a numbered bill stands in one claim, in all regions."""

        constraints = (
            models.UniqueConstraint(
                fields=["receipt"],
                name="claim_bill_once",
                condition=Q(withdrawn_at=None) & ~Q(receipt=""),
            ),
            models.CheckConstraint(
                name="claim_bill_above_zero", condition=Q(total_fen__gt=0)
            ),
            models.CheckConstraint(
                name="claim_bill_share_known", condition=Q(third_bp__lte=10_000)
            ),
        )

    def __str__(self) -> str:
        return f"Bill {self.pk} of visit {self.visit_id}"
