"""Visits with their diagnoses and fee lines, settlements, and the year so far."""

from typing import Final

from django.contrib.postgres.fields import ArrayField, DateRangeField
from django.db import models
from django.db.models import F, Q

from tongban.core.access.parties import SCHEME_WORDS
from tongban.core.benefits.vocabulary import CARE_KIND_WORDS, PLACE_WORDS
from tongban.core.medical_catalogue.terms import GRADE_WORDS
from tongban.core.settlement.visits import VISIT_STATE_WORDS, VisitState
from tongban.records.security.fields import EncryptedTextField
from tongban.records.settlement.statements import (
    Clearing,
    ListMove,
    SettlementList,
    Statement,
)

__all__ = [
    "BillUse",
    "Clearing",
    "Diagnosis",
    "DiseaseRight",
    "FeeLine",
    "ListMove",
    "Settlement",
    "SettlementList",
    "Statement",
    "Visit",
    "YearUse",
]

KIND_MAX: Final = 12
MED_TYPE_MAX: Final = 6
REGION_MAX: Final = 12
CODE_MAX: Final = 30
LIST_CODE_MAX: Final = 50
OWN_CODE_MAX: Final = 150
NAME_MAX: Final = 500
SOURCE_MAX: Final = 120
MSGID_MAX: Final = 30
RECEIPT_MAX: Final = 60
VERSION_MAX: Final = 60
KEY_MAX: Final = 120
_KINDS: Final = [(kind.value, word) for kind, word in CARE_KIND_WORDS.items()]
_SCHEMES: Final = [(scheme.value, word) for scheme, word in SCHEME_WORDS.items()]


class Visit(models.Model):
    """One visit or stay of one person at one institution (就诊).

    ``region`` is where the person is insured, ``place`` the care seen from there.
    ``details`` is what the institution said besides, as JSON text, sealed: names
    of doctors, the bed, whom to call. ``institution`` is empty for care that a
    bill on paper tells of; ``case`` is then the claim it belongs to.
    """

    institution = models.ForeignKey(
        "institutions.Institution", models.PROTECT, null=True, related_name="visits"
    )
    case = models.ForeignKey(
        "cases.Case", models.PROTECT, null=True, related_name="visits"
    )
    person = models.ForeignKey("parties.Party", models.PROTECT, related_name="visits")
    kind = models.CharField(max_length=KIND_MAX, choices=_KINDS)
    med_type = models.CharField(max_length=MED_TYPE_MAX)
    scheme = models.CharField(max_length=10, choices=_SCHEMES)
    region = models.CharField(max_length=REGION_MAX)
    place = models.CharField(
        max_length=10,
        choices=[(place.value, word) for place, word in PLACE_WORDS.items()],
    )
    state = models.CharField(
        max_length=10,
        choices=[(state.value, word) for state, word in VISIT_STATE_WORDS.items()],
        default=VisitState.OPEN.value,
    )
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    number = models.CharField(max_length=CODE_MAX, blank=True)
    disease = models.CharField(max_length=CODE_MAX, blank=True)
    birth_order = models.PositiveSmallIntegerField(default=1)
    accident = models.BooleanField(default=False)
    third_party = models.BooleanField(default=False)
    emergency = models.BooleanField(default=False)
    details = EncryptedTextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """Constraints and indexes: an institution's visits, a person's visits."""

        indexes = (
            models.Index(
                fields=["institution", "state", "began_at"], name="visit_of_institution"
            ),
            models.Index(fields=["person", "began_at"], name="visit_of_person"),
        )
        constraints = (
            models.CheckConstraint(
                name="visit_state_known",
                condition=Q(state__in=[state.value for state in VisitState]),
            ),
            models.CheckConstraint(
                name="visit_of_somebody_known",
                condition=Q(institution__isnull=False) | Q(case__isnull=False),
            ),
            models.CheckConstraint(
                name="visit_ends_after_it_began",
                condition=Q(ended_at=None) | Q(ended_at__gte=F("began_at")),
            ),
        )

    def __str__(self) -> str:
        return f"Visit {self.pk}"


class Diagnosis(models.Model):
    """One diagnosis of a visit; ``void`` when it was taken back (诊断)."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="diagnoses")
    stage = models.CharField(max_length=10)
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=3)
    main = models.BooleanField(default=False)
    code = models.CharField(max_length=CODE_MAX)
    name = models.CharField(max_length=NAME_MAX)
    department = models.CharField(max_length=50, blank=True)
    doctor = models.CharField(max_length=CODE_MAX, blank=True)
    at = models.DateTimeField(null=True)
    void = models.BooleanField(default=False)

    class Meta:
        """Constraints: one diagnosis in each place of each stage."""

        constraints = (
            models.UniqueConstraint(
                fields=["visit", "stage", "kind", "order"], name="diagnosis_place"
            ),
        )

    def __str__(self) -> str:
        return f"Diagnosis {self.pk} of visit {self.visit_id}"


class FeeLine(models.Model):
    """One line of what a visit costs, as uploaded, with what the list says of it.

    Price in millionths of a yuan, quantity in ten-thousandths, amounts in fen,
    returns below zero. ``settlement`` is the one it is settled by now; a line is
    never changed otherwise, only withdrawn while unsettled.
    """

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="lines")
    serial = models.CharField(max_length=CODE_MAX)
    batch = models.CharField(max_length=CODE_MAX, blank=True)
    returns = models.CharField(max_length=CODE_MAX, blank=True)
    code = models.CharField(max_length=LIST_CODE_MAX)
    own_code = models.CharField(max_length=OWN_CODE_MAX, blank=True)
    name = models.CharField(max_length=NAME_MAX, blank=True)
    grade = models.CharField(
        max_length=1,
        choices=[(grade.value, word) for grade, word in GRADE_WORDS.items()],
    )
    charge_kind = models.CharField(max_length=6, blank=True)
    source = models.CharField(max_length=SOURCE_MAX, blank=True)
    limited = models.BooleanField(default=False)
    price = models.BigIntegerField()
    quantity = models.BigIntegerField()
    amount_fen = models.BigIntegerField()
    own_share_bp = models.PositiveSmallIntegerField()
    price_max_fen = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    doctor = models.CharField(max_length=CODE_MAX, blank=True)
    department = models.CharField(max_length=CODE_MAX, blank=True)
    details = models.JSONField(default=dict, blank=True)
    settlement = models.ForeignKey(
        "Settlement", models.PROTECT, null=True, related_name="lines", db_index=False
    )
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        """Constraints: a serial once in a visit, whatever was withdrawn."""

        constraints = (
            models.UniqueConstraint(
                fields=["visit", "serial"],
                name="fee_line_once",
                condition=Q(withdrawn_at=None),
            ),
            models.CheckConstraint(
                name="fee_line_withdrawn_is_unsettled",
                condition=Q(withdrawn_at=None) | Q(settlement=None),
            ),
        )

    def __str__(self) -> str:
        return f"Line {self.pk} of visit {self.visit_id}"


class Settlement(models.Model):
    """One bill settled, written once, undone by its mirror (费用结算).

    All amounts in fen, below zero in a mirror. ``shares`` is by fund, ``purses``
    by how much each purse of the year moved: deducted, counted, paid. ``steps``
    tells the whole computation with rule and source of each figure; ``lines`` are
    the rows it settled. ``region`` is the pooling area that pays.
    """

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="settlements")
    institution = models.ForeignKey(
        "institutions.Institution",
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    person = models.ForeignKey(
        "parties.Party", models.PROTECT, related_name="+", db_index=False
    )
    case = models.ForeignKey(
        "cases.Case", models.PROTECT, null=True, related_name="settlements"
    )
    region = models.CharField(max_length=REGION_MAX)
    scheme = models.CharField(max_length=10, choices=_SCHEMES)
    kind = models.CharField(max_length=KIND_MAX, choices=_KINDS)
    clearing = models.CharField(max_length=MED_TYPE_MAX)
    year = models.PositiveSmallIntegerField()
    on = models.DateField()
    at = models.DateTimeField()
    message = models.CharField(max_length=MSGID_MAX, blank=True)
    request_key = models.CharField(max_length=KEY_MAX, unique=True)
    receipt = models.CharField(max_length=RECEIPT_MAX, blank=True)
    stay = models.PositiveSmallIntegerField(default=1)
    total_fen = models.BigIntegerField()
    outside_fen = models.BigIntegerField()
    over_price_fen = models.BigIntegerField()
    first_own_fen = models.BigIntegerField()
    scope_fen = models.BigIntegerField()
    deducted_fen = models.BigIntegerField()
    funds_fen = models.BigIntegerField()
    account_fen = models.BigIntegerField()
    family_fen = models.BigIntegerField()
    cash_fen = models.BigIntegerField()
    shares = models.JSONField()
    purses = models.JSONField()
    steps = models.JSONField()
    terms = models.CharField(max_length=VERSION_MAX)
    verified = models.BooleanField()
    lines_settled = ArrayField(models.BigIntegerField())
    journal = models.OneToOneField(
        "ledger.Journal", models.PROTECT, null=True, related_name="settlement"
    )
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="reversed_by"
    )

    class Meta:
        """Constraints: parts add up; indexes: by institution in time, by person."""

        indexes = (
            models.Index(fields=["institution", "at"], name="settled_by_institution"),
            models.Index(fields=["person", "year"], name="settled_for_person"),
        )
        constraints = (
            models.CheckConstraint(
                name="settlement_payers_add_up",
                condition=Q(
                    total_fen=F("funds_fen")
                    + F("account_fen")
                    + F("family_fen")
                    + F("cash_fen")
                ),
            ),
            models.CheckConstraint(
                name="settlement_parts_add_up",
                condition=Q(
                    total_fen=F("outside_fen")
                    + F("over_price_fen")
                    + F("first_own_fen")
                    + F("scope_fen")
                ),
            ),
            models.CheckConstraint(
                name="settlement_sign",
                condition=Q(
                    reverses=None,
                    total_fen__gte=0,
                    funds_fen__gte=0,
                    account_fen__gte=0,
                    family_fen__gte=0,
                    cash_fen__gte=0,
                )
                | Q(
                    reverses__isnull=False,
                    total_fen__lte=0,
                    funds_fen__lte=0,
                    account_fen__lte=0,
                    family_fen__lte=0,
                    cash_fen__lte=0,
                ),
            ),
        )

    def __str__(self) -> str:
        return f"Settlement {self.pk}"


class YearUse(models.Model):
    """What counted and was paid for one person in one year (年度累计).

    ``purses`` by layer: deducted, counted, paid, in fen. It is the sum of what
    the settlements of the year moved; ``version`` counts its changes, so that who
    computed from an older one computes anew.
    """

    person = models.ForeignKey(
        "parties.Party", models.PROTECT, related_name="+", db_index=False
    )
    region = models.CharField(max_length=REGION_MAX)
    scheme = models.CharField(max_length=10, choices=_SCHEMES)
    year = models.PositiveSmallIntegerField()
    purses = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        """Constraints: one row for a person, area, scheme and year."""

        constraints = (
            models.UniqueConstraint(
                fields=["person", "region", "scheme", "year"], name="year_use_once"
            ),
        )

    def __str__(self) -> str:
        return f"Year {self.year} of person {self.person_id}"


class BillUse(models.Model):
    """That an electronic bill was used, once across all regions (票据使用).

    ``released_at`` is set when the settlement that used it was undone.
    """

    number = models.CharField(max_length=RECEIPT_MAX)
    settlement = models.OneToOneField(
        Settlement, models.PROTECT, related_name="bill_use"
    )
    at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)

    class Meta:
        """Constraints: a bill in use once."""

        constraints = (
            models.UniqueConstraint(
                fields=["number"],
                name="bill_used_once",
                condition=Q(released_at=None),
            ),
        )

    def __str__(self) -> str:
        return f"Use of bill {self.pk}"


class DiseaseRight(models.Model):
    """That somebody may be paid for a chronic disease over some days (慢特病资格)."""

    person = models.ForeignKey(
        "parties.Party", models.PROTECT, related_name="disease_rights"
    )
    code = models.CharField(max_length=CODE_MAX)
    name = models.CharField(max_length=NAME_MAX)
    in_force = DateRangeField()
    institution = models.ForeignKey(
        "institutions.Institution", models.PROTECT, null=True, related_name="+"
    )
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="+")
    source = models.CharField(max_length=SOURCE_MAX, blank=True)
    void = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"Right {self.pk} of person {self.person_id}"
