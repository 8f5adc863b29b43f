"""What institutions reconcile, apply for and report after settling."""

from typing import Final

from django.db import models
from django.db.models import Q

from tongban.core.settlement.lists import LIST_STATE_WORDS
from tongban.core.settlement.statements import OUTCOME_WORDS
from tongban.records.security.fields import EncryptedTextField

CODE_MAX: Final = 30
WORDS_MAX: Final = 500


class Statement(models.Model):
    """One reconciliation, both sides' totals as they were told (对账)."""

    institution = models.ForeignKey(
        "institutions.Institution", models.PROTECT, related_name="+", db_index=False
    )
    by_lines = models.BooleanField()
    first = models.DateField()
    last = models.DateField()
    scheme = models.CharField(max_length=10, blank=True)
    clearing = models.CharField(max_length=6, blank=True)
    theirs = models.JSONField()
    ours = models.JSONField()
    outcome = models.CharField(
        max_length=1,
        choices=[(outcome.value, word) for outcome, word in OUTCOME_WORDS.items()],
    )
    differences = models.PositiveIntegerField(default=0)
    words = models.CharField(max_length=WORDS_MAX, blank=True)
    at = models.DateTimeField()

    class Meta:
        """Indexes: an institution's reconciliations, latest first."""

        indexes = (
            models.Index(fields=["institution", "-at"], name="statements_in_time"),
        )

    def __str__(self) -> str:
        return f"Statement {self.pk} of institution {self.institution_id}"


class Clearing(models.Model):
    """An institution's application to be paid for a month (清算申请)."""

    institution = models.ForeignKey(
        "institutions.Institution", models.PROTECT, related_name="clearings"
    )
    clearing = models.CharField(max_length=6)
    month = models.CharField(max_length=6)
    first = models.DateField()
    last = models.DateField()
    totals = models.JSONField()
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        """Constraints: one application for a kind and month at a time."""

        constraints = (
            models.UniqueConstraint(
                fields=["institution", "clearing", "month"],
                name="clearing_once",
                condition=Q(withdrawn_at=None),
            ),
        )

    def __str__(self) -> str:
        return f"Clearing {self.pk} of institution {self.institution_id}"


class SettlementList(models.Model):
    """The settlement list of one stay (医疗保障基金结算清单), each upload kept."""

    settlement = models.ForeignKey(
        "settlement.Settlement", models.PROTECT, related_name="lists"
    )
    institution = models.ForeignKey(
        "institutions.Institution", models.PROTECT, related_name="+"
    )
    number = models.CharField(max_length=CODE_MAX, blank=True)
    seq = models.PositiveSmallIntegerField()
    content = EncryptedTextField()
    at = models.DateTimeField()

    class Meta:
        """Constraints: uploads of one settlement stand in one row."""

        constraints = (
            models.UniqueConstraint(
                fields=["settlement", "seq"], name="settlement_list_place"
            ),
        )

    def __str__(self) -> str:
        return f"List {self.seq} of settlement {self.settlement_id}"


class ListMove(models.Model):
    """A change of the state of a settlement's lists, written once; the last holds."""

    settlement = models.ForeignKey(
        "settlement.Settlement", models.PROTECT, related_name="list_moves"
    )
    institution = models.ForeignKey(
        "institutions.Institution", models.PROTECT, related_name="+", db_index=False
    )
    state = models.CharField(
        max_length=1,
        choices=[(state.value, word) for state, word in LIST_STATE_WORDS.items()],
    )
    message = models.CharField(max_length=CODE_MAX)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Move {self.pk} of lists of settlement {self.settlement_id}"
