"""Insured persons, employers, and who is covered from when to when."""

from typing import Final

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from tongban.core.access.parties import SCHEME_WORDS, Scheme
from tongban.core.enrolment.employers import (
    EMPLOYER_KIND_WORDS,
    EMPLOYER_STATE_WORDS,
    EmployerState,
)
from tongban.core.enrolment.kinds import (
    COVER_STATE_WORDS,
    HOLDS_DAYS,
    PERSON_KIND_WORDS,
    SEX_WORDS,
    CoverState,
    PersonKind,
    Sex,
    scheme_of,
)
from tongban.records.enrolment.history import EmployerEvent, PersonEvent
from tongban.records.enrolment.money import (
    ContributionMonth,
    PremiumYear,
    Retirement,
    Waiting,
)
from tongban.records.security.fields import EncryptedTextField

__all__ = [
    "ContributionMonth",
    "Cover",
    "Employer",
    "EmployerEvent",
    "EmployerLink",
    "InsuredPerson",
    "Overlap",
    "PersonEvent",
    "PremiumYear",
    "Retirement",
    "SpecialGroup",
    "Waiting",
]

REGION_MAX: Final = 12
CODE_MAX: Final = 24
SOURCE_MAX: Final = 60


class InsuredPerson(models.Model):
    """What the register knows of a person beside name and number (参保人).

    The row is locked while the person's cover changes: two clerks take turns.
    """

    party = models.OneToOneField(
        "parties.Party", models.PROTECT, primary_key=True, related_name="insured"
    )
    sex = models.CharField(
        max_length=8,
        choices=[(sex.value, word) for sex, word in SEX_WORDS.items()],
        default=Sex.UNKNOWN.value,
    )
    nationality = models.CharField(max_length=8, blank=True)
    household_region = models.CharField(max_length=REGION_MAX, blank=True)
    address = EncryptedTextField(blank=True)
    bank_account = EncryptedTextField(blank=True)
    deceased_on = models.DateField(null=True)
    emigrated_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        """Constraints."""

        constraints = (
            models.CheckConstraint(
                name="insured_sex_known",
                condition=Q(sex__in=[sex.value for sex in Sex]),
            ),
        )

    def __str__(self) -> str:
        return f"Insured person {self.pk}"


class SpecialGroup(models.Model):
    """That a person belongs to a group with rules of its own, and who says so."""

    person = models.ForeignKey(InsuredPerson, models.PROTECT, related_name="groups")
    code = models.CharField(max_length=CODE_MAX)
    source = models.CharField(max_length=SOURCE_MAX)
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="+")
    in_force = DateRangeField()
    void = models.BooleanField(default=False)

    class Meta:
        """Constraints: a group once on any day."""

        constraints = (
            ExclusionConstraint(
                name="special_group_once",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("code", RangeOperators.EQUAL),
                    ("in_force", RangeOperators.OVERLAPS),
                ],
                condition=Q(void=False),
            ),
        )

    def __str__(self) -> str:
        return f"Group {self.code} of person {self.person_id}"


class Employer(models.Model):
    """An employer's registration (用人单位参保登记)."""

    party = models.OneToOneField(
        "parties.Party", models.PROTECT, primary_key=True, related_name="employer"
    )
    kind = models.CharField(
        max_length=24,
        choices=[(kind.value, word) for kind, word in EMPLOYER_KIND_WORDS.items()],
    )
    state = models.CharField(
        max_length=12,
        choices=[(state.value, word) for state, word in EMPLOYER_STATE_WORDS.items()],
    )
    region = models.CharField(max_length=REGION_MAX, db_index=True)
    registered_on = models.DateField()
    left_on = models.DateField(null=True)
    affiliation = models.CharField(max_length=100, blank=True)
    address = EncryptedTextField(blank=True)
    legal_representative = EncryptedTextField(blank=True)
    contact = EncryptedTextField(blank=True)
    bank_account = EncryptedTextField(blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        """Constraints."""

        constraints = (
            models.CheckConstraint(
                name="employer_state_known",
                condition=Q(state__in=[state.value for state in EmployerState]),
            ),
        )

    def __str__(self) -> str:
        return f"Employer {self.pk}"


class EmployerLink(models.Model):
    """That one employer came from another: split, merged or divided (承继关系)."""

    former = models.ForeignKey(Employer, models.PROTECT, related_name="successors")
    successor = models.ForeignKey(Employer, models.PROTECT, related_name="predecessors")
    how = models.CharField(max_length=8)
    on = models.DateField()
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="+")
    void = models.BooleanField(default=False)

    class Meta:
        """Constraints: never from itself."""

        constraints = (
            models.CheckConstraint(
                name="employer_link_of_two",
                condition=~Q(former=models.F("successor")),
            ),
        )

    def __str__(self) -> str:
        return f"Employer {self.successor_id} from {self.former_id}"


def _kinds_of(scheme: Scheme) -> list[str]:
    return [kind.value for kind in PersonKind if scheme_of(kind) is scheme]


class Cover(models.Model):
    """One person insured in one scheme over some days (参保关系).

    No two covers of a person hold the same day, whatever the scheme, unless
    one of them is void or disputed: the exclusion constraint says so to
    everybody who writes.
    """

    person = models.ForeignKey(InsuredPerson, models.PROTECT, related_name="covers")
    scheme = models.CharField(
        max_length=10,
        choices=[(scheme.value, word) for scheme, word in SCHEME_WORDS.items()],
    )
    kind = models.CharField(
        max_length=16,
        choices=[(kind.value, word) for kind, word in PERSON_KIND_WORDS.items()],
    )
    employer = models.ForeignKey(
        Employer, models.PROTECT, null=True, related_name="covers"
    )
    region = models.CharField(max_length=REGION_MAX)
    in_force = DateRangeField()
    base_fen = models.BigIntegerField(default=0)
    state = models.CharField(
        max_length=12,
        choices=[(state.value, word) for state, word in COVER_STATE_WORDS.items()],
    )
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="+")
    source = models.CharField(max_length=SOURCE_MAX, blank=True)

    class Meta:
        """Constraints and indexes."""

        indexes = (
            models.Index(fields=["employer", "state"], name="cover_by_employer"),
            models.Index(fields=["region", "scheme"], name="cover_by_region"),
        )
        constraints = (
            ExclusionConstraint(
                name="cover_once_a_day",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("in_force", RangeOperators.OVERLAPS),
                ],
                condition=Q(state__in=sorted(state.value for state in HOLDS_DAYS)),
            ),
            models.CheckConstraint(
                name="cover_has_days", condition=Q(in_force__isempty=False)
            ),
            models.CheckConstraint(
                name="cover_kind_of_scheme",
                condition=Q(
                    scheme=Scheme.EMPLOYEE.value, kind__in=_kinds_of(Scheme.EMPLOYEE)
                )
                | Q(scheme=Scheme.RESIDENT.value, kind__in=_kinds_of(Scheme.RESIDENT)),
            ),
            models.CheckConstraint(
                name="cover_state_known",
                condition=Q(state__in=[state.value for state in CoverState]),
            ),
            models.CheckConstraint(name="cover_base", condition=Q(base_fen__gte=0)),
        )

    def __str__(self) -> str:
        return f"Cover {self.pk} of person {self.person_id}"


class Overlap(models.Model):
    """A cover that would hold days held already, until somebody resolves it."""

    cover = models.OneToOneField(Cover, models.PROTECT, related_name="overlap")
    person = models.ForeignKey(InsuredPerson, models.PROTECT, related_name="overlaps")
    region = models.CharField(max_length=REGION_MAX, db_index=True)
    found_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True)
    resolution = models.CharField(max_length=12, blank=True)
    resolved_by = models.BigIntegerField(null=True)
    words = models.CharField(max_length=200, blank=True)

    class Meta:
        """Indexes: the open ones, oldest first."""

        indexes = (
            models.Index(
                fields=["found_at"],
                name="overlap_open",
                condition=Q(resolved_at=None),
            ),
        )

    def __str__(self) -> str:
        return f"Overlap {self.pk}"
