"""Filings of treatment away from home; emergencies that counted as filed."""

from typing import Final

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from tongban.core.away.filings import (
    AWAY_KIND_WORDS,
    ENDED_WORDS,
    EVIDENCE_WORDS,
    AwayKind,
)

REGION_MAX: Final = 12
STEM_MAX: Final = 4
WORD_MAX: Final = 20
CLAUSE_MAX: Final = 40
SITUATION_MAX: Final = 40


class AwayFiling(models.Model):
    """One filing of a person for a place (异地就医备案), as its case put it in force.

    ``stem`` are the digits all regions of the place begin with. ``proved_on`` is
    the day the residence was proved, beyond the pledge; ``void`` takes back
    a filing that never held a day.
    """

    person = models.ForeignKey(
        "parties.Party", models.PROTECT, related_name="away_filings", db_index=False
    )
    case = models.OneToOneField(
        "cases.Case", models.PROTECT, related_name="away_filing"
    )
    kind = models.CharField(
        max_length=10,
        choices=[(kind.value, word) for kind, word in AWAY_KIND_WORDS.items()],
    )
    situation = models.CharField(max_length=SITUATION_MAX, blank=True)
    home = models.CharField(max_length=REGION_MAX)
    place = models.CharField(max_length=REGION_MAX)
    stem = models.CharField(max_length=STEM_MAX)
    in_force = DateRangeField()
    filed_at = models.DateTimeField()
    proof = models.CharField(
        max_length=WORD_MAX,
        blank=True,
        choices=[(one.value, word) for one, word in EVIDENCE_WORDS.items()],
    )
    proved_on = models.DateField(null=True)
    proof_file = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, related_name="+"
    )
    ended_why = models.CharField(
        max_length=WORD_MAX,
        blank=True,
        choices=[(one.value, word) for one, word in ENDED_WORDS.items()],
    )
    ended_at = models.DateTimeField(null=True)
    void = models.BooleanField(default=False)

    class Meta:
        """Constraints: one residence on a day, one filing for a place on a day."""

        constraints = (
            ExclusionConstraint(
                name="away_one_residence",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("in_force", RangeOperators.OVERLAPS),
                ],
                condition=Q(void=False, kind=AwayKind.LONG_TERM.value),
            ),
            ExclusionConstraint(
                name="away_one_for_a_place",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("stem", RangeOperators.EQUAL),
                    ("in_force", RangeOperators.OVERLAPS),
                ],
                condition=Q(void=False),
            ),
            models.CheckConstraint(
                name="away_has_days", condition=Q(in_force__isempty=False)
            ),
            models.CheckConstraint(
                name="away_kind_known",
                condition=Q(kind__in=[kind.value for kind in AwayKind]),
            ),
            models.CheckConstraint(
                name="away_proof_has_its_day",
                condition=Q(proof="", proved_on=None)
                | Q(proof__gt="", proved_on__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"Away filing {self.pk}"


class AsIfFiled(models.Model):
    """An emergency that counted as filed (视同已备案): who said so, which clause."""

    visit = models.OneToOneField(
        "settlement.Visit", models.PROTECT, related_name="as_if_filed"
    )
    person = models.ForeignKey("parties.Party", models.PROTECT, related_name="+")
    home = models.CharField(max_length=REGION_MAX)
    place = models.CharField(max_length=REGION_MAX)
    on = models.DateField()
    said_by = models.CharField(max_length=WORD_MAX)
    clause = models.CharField(max_length=CLAUSE_MAX)
    noted_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"As if filed: visit {self.visit_id}"
