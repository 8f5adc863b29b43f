"""What the desk keeps beside the cases: filters, phrases, samples, taken drafts."""

from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import Q

from tongban.records.offices.models import PATH_CHARACTERS_MAX

NAME_MAX: Final = 20
QUERY_MAX: Final = 500
PHRASE_MAX: Final = 200
WORDS_MAX: Final = 500
KEY_MAX: Final = 80
SEED_CHARACTERS: Final = 64


class SavedFilter(models.Model):
    """A filter of the work list somebody gave a name; ``query`` holds no person."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="work_filters"
    )
    name = models.CharField(max_length=NAME_MAX)
    query = models.CharField(max_length=QUERY_MAX, blank=True)
    saved_at = models.DateTimeField()

    class Meta:
        """Constraints: a name once for each person."""

        constraints = (
            models.UniqueConstraint(
                fields=["account", "name"], name="filter_name_once"
            ),
        )

    def __str__(self) -> str:
        return f"filter {self.pk} of account {self.account_id}"


class Phrase(models.Model):
    """A standard phrase (常用意见) of one person, or of an office and those below.

    Without an account it belongs to the office of ``office_path``.
    """

    class Kind(models.TextChoices):
        """What the phrase is for; negative decisions have no phrases."""

        APPROVE = "approve", "审核通过意见"
        CURE = "cure", "补正要求"

    kind = models.CharField(max_length=12, choices=Kind)
    text = models.CharField(max_length=PHRASE_MAX)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+"
    )
    office_path = models.CharField(max_length=PATH_CHARACTERS_MAX, db_collation="C")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)
    key = models.CharField(max_length=KEY_MAX)

    class Meta:
        """Constraints: one phrase for each request, never twice the same in use."""

        constraints = (
            models.UniqueConstraint(fields=["made_by", "key"], name="phrase_key_once"),
            models.UniqueConstraint(
                fields=["kind", "text", "account"],
                name="phrase_own_once",
                condition=Q(retired_at=None, account__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["kind", "text", "office_path"],
                name="phrase_office_once",
                condition=Q(retired_at=None, account__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return f"phrase {self.pk}"


class RefusalSample(models.Model):
    """One week's random sample of refusals (不予受理抽查) of an office and below.

    ``seed`` and the refusals of the week give the same sample again.
    """

    office_path = models.CharField(max_length=PATH_CHARACTERS_MAX, db_collation="C")
    week = models.DateField()
    seed = models.CharField(max_length=SEED_CHARACTERS)
    population = models.PositiveIntegerField()
    drawn_at = models.DateTimeField()
    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        """Constraints: one sample for each office and week."""

        constraints = (
            models.UniqueConstraint(
                fields=["office_path", "week"], name="refusal_sample_once"
            ),
        )

    def __str__(self) -> str:
        return f"refusals of {self.week} below {self.office_path}"


class SampledRefusal(models.Model):
    """One refusal of a sample."""

    sample = models.ForeignKey(RefusalSample, models.PROTECT, related_name="refusals")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    office_path = models.CharField(max_length=PATH_CHARACTERS_MAX, db_collation="C")
    place = models.PositiveSmallIntegerField()

    class Meta:
        """Constraints: a refusal once in a sample."""

        constraints = (
            models.UniqueConstraint(
                fields=["sample", "case"], name="sampled_refusal_once"
            ),
        )

    def __str__(self) -> str:
        return f"sample {self.sample_id} case {self.case_id}"


class RefusalVerdict(models.Model):
    """What the check of a sampled refusal found, written once."""

    sampled = models.OneToOneField(
        SampledRefusal, models.PROTECT, related_name="verdict"
    )
    office_path = models.CharField(max_length=PATH_CHARACTERS_MAX, db_collation="C")
    sound = models.BooleanField()
    answers = models.JSONField()
    words = models.CharField(max_length=WORDS_MAX, blank=True)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    judged_at = models.DateTimeField()
    key = models.CharField(max_length=KEY_MAX)

    class Meta:
        """Constraints: one verdict for each request."""

        constraints = (
            models.UniqueConstraint(
                fields=["judged_by", "key"], name="refusal_verdict_key_once"
            ),
            models.CheckConstraint(
                condition=Q(sound=True) | ~Q(words=""),
                name="unsound_refusal_has_words",
            ),
        )

    def __str__(self) -> str:
        return f"verdict on {self.sampled_id}"


class TakenDraft(models.Model):
    """An applicant's draft a window goes on with; the latest to take it may write."""

    draft = models.OneToOneField(
        "cases.Draft", models.CASCADE, related_name="taken", primary_key=True
    )
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    taken_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"draft {self.draft_id} taken by account {self.account_id}"
