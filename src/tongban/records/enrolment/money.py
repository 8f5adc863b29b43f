"""What is due and paid for cover: months, years, waits, retirements."""

from typing import Final

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q

from tongban.core.access.parties import SCHEME_WORDS
from tongban.core.enrolment.contributions import MonthKind
from tongban.core.enrolment.premiums import TIER_WORDS

CODE_MAX: Final = 24
TIERS: Final = [(tier.value, word) for tier, word in TIER_WORDS.items()]


class ContributionMonth(models.Model):
    """One month of one person in one scheme: due, paid or deemed (缴费月)."""

    person = models.ForeignKey(
        "enrolment.InsuredPerson", models.PROTECT, related_name="months"
    )
    month = models.DateField()
    scheme = models.CharField(
        max_length=10,
        choices=[(scheme.value, word) for scheme, word in SCHEME_WORDS.items()],
    )
    employer = models.ForeignKey(
        "enrolment.Employer", models.PROTECT, null=True, related_name="months"
    )
    base_fen = models.BigIntegerField()
    unit_fen = models.BigIntegerField()
    own_fen = models.BigIntegerField()
    kind = models.CharField(
        max_length=8,
        choices=[
            (MonthKind.ACTUAL.value, "实际缴费"),
            (MonthKind.DEEMED.value, "视同缴费"),
        ],
    )
    paid_on = models.DateField(null=True)
    void = models.BooleanField(default=False)
    moved_by = models.ForeignKey(
        "transfers.Transfer",
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="+")

    class Meta:
        """Constraints: a month once; amounts never below zero."""

        indexes = (
            models.Index(fields=["employer", "month"], name="month_by_employer"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["person", "scheme", "month"],
                name="contribution_month_once",
                condition=Q(void=False),
            ),
            models.CheckConstraint(
                name="contribution_amounts",
                condition=Q(base_fen__gte=0, unit_fen__gte=0, own_fen__gte=0),
            ),
            models.CheckConstraint(
                name="contribution_month_first_day", condition=Q(month__day=1)
            ),
        )

    def __str__(self) -> str:
        return f"Month {self.month} of person {self.person_id}"


class PremiumYear(models.Model):
    """One coverage year of one resident: tier, shares, whether paid (年度缴费)."""

    person = models.ForeignKey(
        "enrolment.InsuredPerson", models.PROTECT, related_name="premiums"
    )
    year = models.PositiveSmallIntegerField()
    paid_tier = models.CharField(max_length=8, choices=TIERS)
    tier = models.CharField(max_length=8, choices=TIERS)
    own_fen = models.BigIntegerField()
    aided_fen = models.BigIntegerField(default=0)
    subsidy_fen = models.BigIntegerField()
    identity = models.CharField(max_length=CODE_MAX, blank=True)
    paid_on = models.DateField(null=True)
    void = models.BooleanField(default=False)
    moved_by = models.ForeignKey(
        "transfers.Transfer",
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="+")

    class Meta:
        """Constraints: a year once; amounts never below zero."""

        constraints = (
            models.UniqueConstraint(
                fields=["person", "year"],
                name="premium_year_once",
                condition=Q(void=False),
            ),
            models.CheckConstraint(
                name="premium_amounts",
                condition=Q(own_fen__gte=0, aided_fen__gte=0, subsidy_fen__gte=0),
            ),
        )

    def __str__(self) -> str:
        return f"Premium {self.year} of person {self.person_id}"


class Waiting(models.Model):
    """Days on which the fund pays nothing for a person, and why (待遇等待期)."""

    person = models.ForeignKey(
        "enrolment.InsuredPerson", models.PROTECT, related_name="waits"
    )
    cover = models.ForeignKey("enrolment.Cover", models.PROTECT, related_name="waits")
    days = DateRangeField()
    fixed_months = models.PositiveSmallIntegerField()
    variable_months = models.PositiveSmallIntegerField()
    bought_months = models.PositiveSmallIntegerField()
    floor_months = models.PositiveSmallIntegerField()
    missed_years = models.PositiveSmallIntegerField()
    void = models.BooleanField(default=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="+")

    class Meta:
        """Constraints: one wait for a cover."""

        constraints = (
            models.UniqueConstraint(
                fields=["cover"], name="waiting_once", condition=Q(void=False)
            ),
        )

    def __str__(self) -> str:
        return f"Wait {self.pk} of person {self.person_id}"


class Retirement(models.Model):
    """The count of years when somebody retired, and how short ones are made up."""

    person = models.ForeignKey(
        "enrolment.InsuredPerson", models.PROTECT, related_name="retirements"
    )
    retired_on = models.DateField()
    required_months = models.PositiveSmallIntegerField()
    counted_months = models.PositiveSmallIntegerField()
    short_months = models.PositiveSmallIntegerField()
    way = models.CharField(max_length=8, blank=True)
    pay_up_fen = models.BigIntegerField(default=0)
    paid_on = models.DateField(null=True)
    void = models.BooleanField(default=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="+")

    class Meta:
        """Constraints: one retirement that counts."""

        constraints = (
            models.UniqueConstraint(
                fields=["person"], name="retirement_once", condition=Q(void=False)
            ),
        )

    def __str__(self) -> str:
        return f"Retirement of person {self.person_id}"
