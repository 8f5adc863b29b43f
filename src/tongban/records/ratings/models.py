"""Ratings, corrections and the voices of people."""

from typing import Final

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from tongban.core.ratings.corrections import (
    CORRECTION_WORDS,
    DEED_WORDS,
    CorrectionState,
)
from tongban.core.ratings.giving import WAY_NAMES
from tongban.core.ratings.voices import (
    MOVE_WORDS,
    VOICE_STATE_WORDS,
    VOICE_WORDS,
    VoiceState,
)
from tongban.records.ratings.surveys import RatingSample, Survey, SurveyAnswer
from tongban.records.security.cipher import INDEX_CHARACTERS
from tongban.records.security.fields import EncryptedTextField

__all__ = [
    "Correction",
    "CorrectionEvent",
    "Rating",
    "RatingAddition",
    "RatingSample",
    "Survey",
    "SurveyAnswer",
    "Voice",
    "VoiceEvent",
]

PATH_MAX: Final = 200
LABEL_MAX: Final = 200
CODE_MAX: Final = 40
ACTOR_MAX: Final = 60


class Rating(models.Model):
    """One rating of one service, given once and never changed (评价).

    ``subject`` names the service (``case:…`` or ``ticket:…``); ``concerned`` are
    the accounts that handled it. ``device_mark`` is a keyed digest of the device,
    only to find many ratings of one device.
    """

    subject = models.CharField(max_length=CODE_MAX, unique=True)
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="+")
    ticket = models.ForeignKey(
        "queues.Ticket", models.PROTECT, null=True, related_name="+"
    )
    party = models.ForeignKey(
        "parties.Party", models.PROTECT, null=True, related_name="+"
    )
    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    office_path = models.CharField(max_length=PATH_MAX, db_collation="C")
    region = models.CharField(max_length=12)
    item = models.CharField(max_length=60, blank=True)
    item_name = models.CharField(max_length=LABEL_MAX, blank=True)
    window = models.PositiveSmallIntegerField(null=True)
    grade = models.CharField(max_length=CODE_MAX)
    bad = models.BooleanField()
    reasons = ArrayField(models.CharField(max_length=CODE_MAX), default=list)
    parts = ArrayField(models.CharField(max_length=CODE_MAX), default=list)
    words = EncryptedTextField(blank=True)
    way = models.CharField(
        max_length=8, choices=[(way.value, word) for way, word in WAY_NAMES.items()]
    )
    device_mark = models.CharField(max_length=INDEX_CHARACTERS, blank=True)
    concerned = ArrayField(models.BigIntegerField(), default=list)
    rated_at = models.DateTimeField()
    rated_on = models.DateField()

    class Meta:
        """Constraints: a rating of one case or of one visit."""

        constraints = (
            models.CheckConstraint(
                name="rating_of_one_service",
                condition=Q(case__isnull=False) ^ Q(ticket__isnull=False),
            ),
        )
        indexes = (
            models.Index(fields=["office_path", "-rated_at"], name="rating_by_office"),
            models.Index(fields=["rated_on"], name="rating_by_day"),
            models.Index(fields=["party", "-rated_at"], name="rating_by_party"),
        )

    def __str__(self) -> str:
        return f"{self.subject} {self.grade}"


class RatingAddition(models.Model):
    """What somebody adds to their rating later (追评)."""

    rating = models.ForeignKey(Rating, models.PROTECT, related_name="additions")
    words = EncryptedTextField()
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"addition to rating {self.rating_id}"


class Correction(models.Model):
    """The correction case of a bad rating; its columns follow from its events."""

    rating = models.OneToOneField(Rating, models.PROTECT, related_name="correction")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    state = models.CharField(
        max_length=20,
        choices=[(state.value, word) for state, word in CORRECTION_WORDS.items()],
        default=CorrectionState.TO_FIX.value,
    )
    contact_due_on = models.DateField()
    due_on = models.DateField()
    warn_on = models.DateField()
    contacted_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    reopened = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        """Constraints: ended in an end state, and only then; called back first."""

        constraints = (
            models.CheckConstraint(
                name="correction_ends_in_an_end_state",
                condition=Q(
                    state__in=["fixed", "invalid", "unfixable"], ended_on__isnull=False
                )
                | ~Q(state__in=["fixed", "invalid", "unfixable"]) & Q(ended_on=None),
            ),
            models.CheckConstraint(
                name="correction_ends_after_a_call",
                condition=Q(ended_on=None) | Q(contacted_on__isnull=False),
            ),
        )
        indexes = (
            models.Index(
                fields=["due_on"], name="correction_open", condition=Q(ended_on=None)
            ),
        )

    def __str__(self) -> str:
        return f"correction of rating {self.rating_id}"


class CorrectionEvent(models.Model):
    """One thing that happened in a correction; only ever added to.

    ``detail`` is who was assigned, whether the call reached the person, or the
    rung of a reminder; ``file`` is evidence laid before the reviewer.
    """

    correction = models.ForeignKey(Correction, models.PROTECT, related_name="events")
    seq = models.PositiveIntegerField()
    deed = models.CharField(
        max_length=20, choices=[(deed.value, word) for deed, word in DEED_WORDS.items()]
    )
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=ACTOR_MAX)
    detail = models.CharField(max_length=LABEL_MAX, blank=True)
    words = EncryptedTextField(blank=True)
    file = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        """Constraints: one event at each place."""

        constraints = (
            models.UniqueConstraint(
                fields=["correction", "seq"], name="correction_event_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.correction_id}#{self.seq} {self.deed}"


class Voice(models.Model):
    """A complaint or suggestion (投诉、建议); its columns follow from its events.

    ``account`` is who sent it signed in; anybody else has number and code.
    ``concerned`` are the accounts complained about.
    """

    number = models.CharField(max_length=24, unique=True)
    code = models.CharField(max_length=8)
    kind = models.CharField(
        max_length=12,
        choices=[(kind.value, word) for kind, word in VOICE_WORDS.items()],
    )
    topic = models.CharField(max_length=CODE_MAX)
    words = EncryptedTextField()
    name = EncryptedTextField(blank=True)
    contact = EncryptedTextField(blank=True)
    party = models.ForeignKey(
        "parties.Party", models.PROTECT, null=True, related_name="+"
    )
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="+")
    item = models.CharField(max_length=60, blank=True)
    item_name = models.CharField(max_length=LABEL_MAX, blank=True)
    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    office_path = models.CharField(max_length=PATH_MAX, db_collation="C")
    concerned = ArrayField(models.BigIntegerField(), default=list)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    state = models.CharField(
        max_length=12,
        choices=[(state.value, word) for state, word in VOICE_STATE_WORDS.items()],
        default=VoiceState.OPEN.value,
    )
    sent_at = models.DateTimeField()
    due_on = models.DateField()
    warn_on = models.DateField()
    answered_on = models.DateField(null=True)
    reopened = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        """Constraints: answered with a day; somebody can be told."""

        constraints = (
            models.CheckConstraint(
                name="voice_answered_on_a_day",
                condition=Q(state="answered", answered_on__isnull=False)
                | Q(state="open", answered_on=None),
            ),
        )
        indexes = (
            models.Index(fields=["office_path", "-sent_at"], name="voice_by_office"),
            models.Index(
                fields=["due_on"], name="voice_open", condition=Q(answered_on=None)
            ),
        )

    def __str__(self) -> str:
        return self.number


class VoiceEvent(models.Model):
    """One thing that happened to a complaint or suggestion; only ever added to."""

    voice = models.ForeignKey(Voice, models.PROTECT, related_name="events")
    seq = models.PositiveIntegerField()
    move = models.CharField(
        max_length=12, choices=[(move.value, word) for move, word in MOVE_WORDS.items()]
    )
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=ACTOR_MAX)
    detail = models.CharField(max_length=LABEL_MAX, blank=True)
    words = EncryptedTextField(blank=True)

    class Meta:
        """Constraints: one event at each place."""

        constraints = (
            models.UniqueConstraint(fields=["voice", "seq"], name="voice_event_once"),
        )

    def __str__(self) -> str:
        return f"{self.voice_id}#{self.seq} {self.move}"
