"""Credentials of insured persons, and everything that is done with them."""

from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import Q

from tongban.core.credentials.codes import NUMBER_DIGITS
from tongban.core.credentials.purposes import PURPOSE_WORDS, WAY_WORDS
from tongban.core.credentials.states import (
    ASSURANCE_WORDS,
    CHECK_WORDS,
    MOVE_WORDS,
    STATE_WORDS,
    State,
)
from tongban.records.security.fields import EncryptedJSONField

PATH_MAX: Final = 200
KEY_MAX: Final = 128
MARK_MAX: Final = 32
REASON_MAX: Final = 200
DIGEST_MAX: Final = 64
ENGINE_MAX: Final = 40
PROOF_MAX: Final = 20
PLACE_MAX: Final = 120


class Credential(models.Model):
    """The credential of a person (医保码): one that is not revoked at a time.

    ``number`` is drawn by chance and says nothing of the person; ``state`` is
    what its events add up to.
    """

    party = models.ForeignKey(
        "parties.Party", models.PROTECT, related_name="credentials"
    )
    number = models.CharField(max_length=NUMBER_DIGITS, unique=True)
    state = models.CharField(
        max_length=10,
        choices=[(state.value, words) for state, words in STATE_WORDS.items()],
        default=State.ACTIVE.value,
    )
    check_kind = models.CharField(
        max_length=10,
        choices=[(check.value, words) for check, words in CHECK_WORDS.items()],
    )
    assurance = models.PositiveSmallIntegerField(
        choices=[(level.value, words) for level, words in ASSURANCE_WORDS.items()]
    )
    activated_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """Constraints: known states, one credential in use for each person."""

        constraints = (
            models.UniqueConstraint(
                fields=["party"],
                name="credential_in_use_once",
                condition=~Q(state=State.REVOKED.value),
            ),
            models.CheckConstraint(
                name="credential_state_known",
                condition=Q(state__in=[state.value for state in State]),
            ),
            models.CheckConstraint(
                name="credential_number_digits",
                condition=Q(number__regex=rf"^[0-9]{{{NUMBER_DIGITS}}}$"),
            ),
        )

    def __str__(self) -> str:
        return f"Credential {self.pk}"


class CredentialEvent(models.Model):
    """One thing done to a credential, written once; ``seq`` counts from one."""

    credential = models.ForeignKey(Credential, models.PROTECT, related_name="events")
    seq = models.PositiveIntegerField()
    move = models.CharField(
        max_length=10,
        choices=[(move.value, words) for move, words in MOVE_WORDS.items()],
    )
    at = models.DateTimeField()
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    office_path = models.CharField(max_length=PATH_MAX, blank=True, db_collation="C")
    reason = models.CharField(max_length=REASON_MAX, blank=True)
    key = models.CharField(max_length=KEY_MAX, unique=True)

    class Meta:
        """Constraints: events of one credential stand in one row."""

        constraints = (
            models.UniqueConstraint(
                fields=["credential", "seq"], name="credential_event_place"
            ),
        )

    def __str__(self) -> str:
        return f"{self.move} of credential {self.credential_id}"


class CredentialUse(models.Model):
    """One showing of a credential that was accepted, written once.

    ``mark`` names the code or the turn of the number: for one purpose it is
    taken once. ``place`` is the name its owner reads; ``office_path`` is where it
    was shown, or whose area the provider lies in.
    """

    credential = models.ForeignKey(Credential, models.PROTECT, related_name="uses")
    party = models.ForeignKey("parties.Party", models.PROTECT, related_name="+")
    purpose = models.CharField(
        max_length=12,
        choices=[(one.value, words) for one, words in PURPOSE_WORDS.items()],
    )
    way = models.CharField(
        max_length=8, choices=[(way.value, words) for way, words in WAY_WORDS.items()]
    )
    mark = models.CharField(max_length=MARK_MAX)
    at = models.DateTimeField()
    place = models.CharField(max_length=PLACE_MAX)
    office_path = models.CharField(max_length=PATH_MAX, blank=True, db_collation="C")
    provider = models.ForeignKey(
        "parties.Party", models.PROTECT, null=True, related_name="+"
    )
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    key = models.CharField(max_length=KEY_MAX, unique=True)

    class Meta:
        """Constraints: no replay; indexes: the owner's list, an office's figures."""

        constraints = (
            models.UniqueConstraint(
                fields=["credential", "purpose", "mark"], name="credential_use_once"
            ),
        )
        indexes = (
            models.Index(fields=["party", "-at"], name="credential_use_by_party"),
            models.Index(fields=["office_path", "at"], name="credential_use_by_office"),
        )

    def __str__(self) -> str:
        return f"Use {self.pk} for {self.purpose}"


class PhoneCheck(models.Model):
    """A code sent to a person's phone: only its digest is kept."""

    party = models.ForeignKey("parties.Party", models.PROTECT, related_name="+")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    digest = models.CharField(max_length=DIGEST_MAX)
    sent_at = models.DateTimeField()
    until = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        """Indexes: the newest code of an account for a person."""

        indexes = (
            models.Index(
                fields=["account", "party", "-sent_at"], name="phone_check_newest"
            ),
        )

    def __str__(self) -> str:
        return f"Phone check {self.pk}"


class Guardianship(models.Model):
    """An adult who acts for a child until it is of age (监护人绑定)."""

    class Proof(models.TextChoices):
        """The paper the clerk saw."""

        BIRTH = "birth", "出生医学证明"
        HOUSEHOLD = "household", "户口簿"
        COURT = "court", "监护人指定文书"

    guardian = models.ForeignKey("parties.Party", models.PROTECT, related_name="+")
    child = models.ForeignKey("parties.Party", models.PROTECT, related_name="+")
    proof = models.CharField(max_length=PROOF_MAX, choices=Proof)
    bound_at = models.DateTimeField()
    bound_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    office_path = models.CharField(max_length=PATH_MAX, blank=True, db_collation="C")
    until_on = models.DateField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """Constraints: bound once at a time, and never to oneself."""

        constraints = (
            models.UniqueConstraint(
                fields=["guardian", "child"],
                name="guardianship_once",
                condition=Q(ended_at=None),
            ),
            models.CheckConstraint(
                name="guardianship_of_another",
                condition=~Q(guardian=models.F("child")),
            ),
        )

    def __str__(self) -> str:
        return f"Guardianship {self.pk}"


class FaceTemplate(models.Model):
    """Numbers drawn from a face, sealed; its owner may delete it at any time."""

    party = models.OneToOneField(
        "parties.Party", models.PROTECT, related_name="face_template"
    )
    engine = models.CharField(max_length=ENGINE_MAX)
    numbers = EncryptedJSONField()
    consent_words = models.CharField(max_length=500)
    consented_at = models.DateTimeField()
    consented_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    wrong_tries = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"Face template {self.pk}"
