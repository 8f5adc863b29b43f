"""Surveys with their answer sheets, and samples of ratings checked elsewhere."""

from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from tongban.records.security.fields import EncryptedJSONField

PATH_MAX: Final = 200
LABEL_MAX: Final = 200
WORDS_MAX: Final = 500


class Survey(models.Model):
    """A short survey of people whose case closed in a span of days (满意度调查)."""

    class State(models.TextChoices):
        """Where it stands."""

        DRAFT = "draft", "草稿"
        PUBLISHED = "published", "已发布"

    title = models.CharField(max_length=60)
    intro = models.CharField(max_length=WORDS_MAX, blank=True)
    questions = models.JSONField(default=list)
    office_path = models.CharField(max_length=PATH_MAX, db_collation="C")
    closed_first = models.DateField()
    closed_last = models.DateField()
    opens_on = models.DateField()
    closes_on = models.DateField()
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        """Constraints: days in their order."""

        constraints = (
            models.CheckConstraint(
                name="survey_days_in_order",
                condition=Q(closed_first__lte=F("closed_last"))
                & Q(opens_on__lte=F("closes_on")),
            ),
        )

    def __str__(self) -> str:
        return self.title


class SurveyAnswer(models.Model):
    """One person's answer sheet; answers go by the place of their question."""

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="sheets")
    party = models.ForeignKey("parties.Party", models.PROTECT, related_name="+")
    office_path = models.CharField(max_length=PATH_MAX, db_collation="C")
    answers = EncryptedJSONField()
    answered_at = models.DateTimeField()

    class Meta:
        """Constraints: each person once."""

        constraints = (
            models.UniqueConstraint(
                fields=["survey", "party"], name="survey_answered_once"
            ),
        )

    def __str__(self) -> str:
        return f"answer to survey {self.survey_id}"


class RatingSample(models.Model):
    """A good rating that another office asks about (异地抽查); no personal data.

    ``office_path`` is the checking office. ``genuine`` is nothing until checked,
    and stays so when the person could not be reached.
    """

    rating = models.OneToOneField("ratings.Rating", models.PROTECT, related_name="+")
    office_path = models.CharField(max_length=PATH_MAX, db_collation="C")
    rated_office = models.CharField(max_length=LABEL_MAX)
    month = models.DateField()
    item_name = models.CharField(max_length=LABEL_MAX, blank=True)
    grade = models.CharField(max_length=40)
    rated_on = models.DateField()
    party = models.ForeignKey(
        "parties.Party", models.PROTECT, null=True, related_name="+"
    )
    drawn_at = models.DateTimeField()
    genuine = models.BooleanField(null=True)
    words = models.CharField(max_length=WORDS_MAX, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    checked_at = models.DateTimeField(null=True)

    class Meta:
        """Indexes."""

        indexes = (
            models.Index(fields=["office_path", "month"], name="sample_by_office"),
        )

    def __str__(self) -> str:
        return f"sample of rating {self.rating_id}"
