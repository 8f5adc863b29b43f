"""Designated institutions (定点医药机构) and everything that changed with them."""

from typing import Final

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q

from tongban.core.benefits.vocabulary import LEVEL_WORDS
from tongban.core.institutions.agreements import (
    AGREEMENT_STATE_WORDS,
    CODE_PATTERN,
    INSTITUTION_KIND_WORDS,
    AgreementState,
    InstitutionKind,
)

CODE_MAX: Final = 12
NAME_MAX: Final = 200
REGION_MAX: Final = 12
GRADE_MAX: Final = 2
CREDIT_CODE_MAX: Final = 18
WORDS_MAX: Final = 200
KEY_MAX: Final = 128


class Institution(models.Model):
    """An institution with an agreement; what is kept here is published anyway.

    ``level`` is the one benefit rules know, ``grade`` the code of the national
    table hosp_lv; pharmacies have neither. ``terms`` are terms of the agreement
    that rules ask for, by name.
    """

    party = models.OneToOneField(
        "parties.Party", models.PROTECT, null=True, related_name="institution"
    )
    code = models.CharField(max_length=CODE_MAX, unique=True)
    name = models.CharField(max_length=NAME_MAX)
    credit_code = models.CharField(max_length=CREDIT_CODE_MAX, blank=True)
    kind = models.CharField(
        max_length=12,
        choices=[(kind.value, word) for kind, word in INSTITUTION_KIND_WORDS.items()],
    )
    level = models.CharField(
        max_length=12,
        blank=True,
        choices=[(level.value, word) for level, word in LEVEL_WORDS.items()],
    )
    grade = models.CharField(max_length=GRADE_MAX, blank=True)
    region = models.CharField(max_length=REGION_MAX, db_index=True)
    state = models.CharField(
        max_length=12,
        choices=[(state.value, word) for state, word in AGREEMENT_STATE_WORDS.items()],
    )
    agreement = DateRangeField()
    terms = models.JSONField(default=dict, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """Constraints: well-formed codes, known kinds and states, a level or none."""

        constraints = (
            models.CheckConstraint(
                name="institution_code_formed", condition=Q(code__regex=CODE_PATTERN)
            ),
            models.CheckConstraint(
                name="institution_state_known",
                condition=Q(state__in=[state.value for state in AgreementState]),
            ),
            models.CheckConstraint(
                name="institution_level_of_care",
                condition=Q(kind=InstitutionKind.PHARMACY.value, level="", grade="")
                | (
                    Q(level__in=[level.value for level in LEVEL_WORDS])
                    & Q(kind__in=[kind.value for kind in InstitutionKind])
                    & ~Q(kind=InstitutionKind.PHARMACY.value)
                ),
            ),
        )

    def __str__(self) -> str:
        return f"Institution {self.code}"


class InstitutionEvent(models.Model):
    """One change of an institution, written once; ``seq`` counts from one."""

    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="events", db_index=False
    )
    seq = models.PositiveIntegerField()
    at = models.DateTimeField()
    account_id = models.BigIntegerField(null=True)
    before = models.JSONField(null=True)
    after = models.JSONField()
    words = models.CharField(max_length=WORDS_MAX, blank=True)
    key = models.CharField(max_length=KEY_MAX, unique=True)

    class Meta:
        """Constraints: events of one institution stand in one row."""

        constraints = (
            models.UniqueConstraint(
                fields=["institution", "seq"], name="institution_event_place"
            ),
        )

    def __str__(self) -> str:
        return f"Change {self.seq} of institution {self.institution_id}"
