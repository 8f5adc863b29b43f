"""Transfers of the insurance relation, one row a side, and what was paid elsewhere."""

from typing import Final

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from tongban.core.access.parties import SCHEME_WORDS
from tongban.core.enrolment.contributions import MonthKind
from tongban.core.transfers.checks import AGAINST_WORDS
from tongban.core.transfers.numbers import NUMBER_MAX
from tongban.core.transfers.stages import (
    OPEN,
    SIDE_WORDS,
    STAGE_WORDS,
    Basis,
    Side,
    Stage,
)
from tongban.records.security.fields import EncryptedJSONField, EncryptedTextField

WORD_MAX: Final = 16
REGION_MAX: Final = 12
DIGEST_MAX: Final = 64
SCHEMES: Final = [(scheme.value, word) for scheme, word in SCHEME_WORDS.items()]


class Transfer(models.Model):
    """One side of a transfer (医保关系转移接续); both sides share the number.

    ``by_hand`` says that nobody reachable serves the other area: its sheet is
    taken from the national platform. ``sheet`` is the information table as it
    was sealed; ``money_fen`` what was sent or has arrived, in fen.
    ``through_month`` is the last month that left with it.
    """

    number = models.CharField(max_length=NUMBER_MAX)
    side = models.CharField(
        max_length=4, choices=[(side.value, word) for side, word in SIDE_WORDS.items()]
    )
    person = models.ForeignKey(
        "parties.Party", models.PROTECT, related_name="transfers", db_index=False
    )
    case = models.ForeignKey(
        "cases.Case", models.PROTECT, null=True, related_name="transfers"
    )
    employer = models.ForeignKey(
        "parties.Party", models.PROTECT, null=True, related_name="staff_transfers"
    )
    basis = models.CharField(
        max_length=WORD_MAX, choices=[(basis.value, basis.value) for basis in Basis]
    )
    stage = models.CharField(
        max_length=WORD_MAX,
        choices=[(stage.value, word) for stage, word in STAGE_WORDS.items()],
    )
    scheme = models.CharField(max_length=10, choices=SCHEMES)
    from_region = models.CharField(max_length=REGION_MAX)
    to_region = models.CharField(max_length=REGION_MAX)
    region = models.CharField(max_length=REGION_MAX)
    asked_side = models.CharField(max_length=4)
    asked_at = models.DateTimeField()
    by_hand = models.BooleanField(default=False)
    moves_account = models.BooleanField(default=True)
    reasons = ArrayField(
        models.CharField(
            max_length=24,
            choices=[(one.value, word) for one, word in AGAINST_WORDS.items()],
        ),
        default=list,
        blank=True,
    )
    words = EncryptedTextField(blank=True)
    objection_until = models.DateField(null=True)
    agreed_at = models.DateTimeField(null=True)
    sheet = EncryptedJSONField(default=dict, blank=True)
    sheet_digest = models.CharField(max_length=DIGEST_MAX, blank=True)
    sheet_seal = models.TextField(blank=True)
    sheet_made_on = models.DateField(null=True)
    sheet_at = models.DateTimeField(null=True)
    money_fen = models.BigIntegerField(null=True)
    money_at = models.DateTimeField(null=True)
    journal = models.ForeignKey(
        "ledger.Journal", models.PROTECT, null=True, related_name="+"
    )
    through_month = models.DateField(null=True)
    bond = models.CharField(max_length=WORD_MAX, blank=True)
    gap_months = models.PositiveSmallIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """Constraints and indexes: one open transfer of a person on each side."""

        indexes = (
            models.Index(fields=["person", "side"], name="transfer_of_person"),
            models.Index(fields=["region", "stage"], name="transfer_by_region"),
        )
        constraints = (
            models.UniqueConstraint(fields=["number", "side"], name="transfer_number"),
            models.UniqueConstraint(
                fields=["person", "side"],
                name="transfer_open_once",
                condition=Q(stage__in=sorted(stage.value for stage in OPEN)),
            ),
            models.CheckConstraint(
                name="transfer_side_known",
                condition=Q(side__in=[side.value for side in Side]),
            ),
            models.CheckConstraint(
                name="transfer_stage_known",
                condition=Q(stage__in=[stage.value for stage in Stage]),
            ),
            models.CheckConstraint(
                name="transfer_money_not_negative",
                condition=Q(money_fen=None) | Q(money_fen__gte=0),
            ),
            models.CheckConstraint(
                name="transfer_settled_is_whole",
                condition=~Q(stage=Stage.SETTLED.value)
                | Q(sheet_digest__gt="", money_fen__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.side}"


class PriorPeriod(models.Model):
    """Months paid in another area, taken over from the sheet of a transfer.

    ``months`` holds whole months. A later transfer away takes them along:
    ``moved_by`` names it, and they no longer count here.
    """

    transfer = models.ForeignKey(Transfer, models.PROTECT, related_name="periods")
    person = models.ForeignKey(
        "parties.Party", models.PROTECT, related_name="prior_periods"
    )
    region = models.CharField(max_length=REGION_MAX)
    scheme = models.CharField(max_length=10, choices=SCHEMES)
    kind = models.CharField(
        max_length=WORD_MAX, choices=[(kind.value, kind.value) for kind in MonthKind]
    )
    months = DateRangeField()
    base_fen = models.BigIntegerField(default=0)
    moved_by = models.ForeignKey(
        Transfer, models.PROTECT, null=True, related_name="moved_periods"
    )

    class Meta:
        """Constraints: a month of a person counts once here."""

        constraints = (
            ExclusionConstraint(
                name="prior_month_once",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("months", RangeOperators.OVERLAPS),
                ],
                condition=Q(moved_by=None),
            ),
            models.CheckConstraint(
                name="prior_has_months", condition=Q(months__isempty=False)
            ),
        )

    def __str__(self) -> str:
        return f"Prior period {self.pk}"
