"""What stands beside a case: pledges, opinions, postings, alerts."""

from django.db import models

from tongban.records.security.fields import EncryptedTextField

LABEL_MAX = 200
PATH_MAX = 200
WORDS_MAX = 2_000


class Pledge(models.Model):
    """A pledge in place of a proof (告知承诺) and its check afterwards."""

    class State(models.TextChoices):
        """Where a pledge stands."""

        MADE = "made"
        TAKEN_BACK = "taken_back"
        TO_CHECK = "to_check"
        KEPT = "kept"
        FALSE = "false"

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="pledges")
    party = models.ForeignKey("parties.Party", models.PROTECT, related_name="pledges")
    material = models.CharField(max_length=60)
    name = models.CharField(max_length=LABEL_MAX)
    text = models.TextField()
    clause = models.CharField(max_length=LABEL_MAX)
    state = models.CharField(max_length=12, choices=State)
    made_at = models.DateTimeField()
    check_due_on = models.DateField(null=True)
    checked_at = models.DateTimeField(null=True)
    method = models.CharField(max_length=LABEL_MAX, blank=True)
    words = models.CharField(max_length=WORDS_MAX, blank=True)

    class Meta:
        """Constraints and indexes."""

        indexes = (models.Index(fields=["state", "check_due_on"], name="pledge_due"),)

    def __str__(self) -> str:
        return f"{self.case_id}/{self.material}"


class PledgeBar(models.Model):
    """A person who pledged falsely pledges no more until it is repaired."""

    party = models.ForeignKey("parties.Party", models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    since = models.DateTimeField()
    repaired_at = models.DateTimeField(null=True)
    words = models.CharField(max_length=WORDS_MAX, blank=True)

    class Meta:
        """Constraints and indexes."""

        constraints = (
            models.UniqueConstraint(
                fields=["party"],
                name="party_barred_once",
                condition=models.Q(repaired_at=None),
            ),
        )

    def __str__(self) -> str:
        return f"bar {self.pk}"


class Recovery(models.Model):
    """Money to be asked back after a decision was reversed (追回)."""

    case = models.OneToOneField("cases.Case", models.PROTECT, related_name="recovery")
    amount_fen = models.BigIntegerField()
    opened_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    words = models.CharField(max_length=WORDS_MAX, blank=True)

    class Meta:
        """Constraints and indexes."""

        constraints = (
            models.CheckConstraint(
                condition=models.Q(amount_fen__gte=0), name="recovery_not_negative"
            ),
        )

    def __str__(self) -> str:
        return f"recovery {self.pk}"


class OpinionRequest(models.Model):
    """A question to another desk, with its own limit."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="opinions")
    code = models.CharField(max_length=20)
    desk = models.CharField(max_length=20)
    question = models.CharField(max_length=WORDS_MAX)
    asked_at = models.DateTimeField()
    asked_by = models.BigIntegerField(null=True)
    due_on = models.DateField()
    given_at = models.DateTimeField(null=True)
    given_by = models.BigIntegerField(null=True)
    words = models.CharField(max_length=WORDS_MAX, blank=True)

    class Meta:
        """Constraints and indexes."""

        constraints = (
            models.UniqueConstraint(fields=["case", "code"], name="opinion_once"),
        )

    def __str__(self) -> str:
        return f"{self.case_id}/{self.code}"


class Posting(models.Model):
    """A result shown to the public (结果公示); holds nothing private."""

    case = models.OneToOneField("cases.Case", models.PROTECT, related_name="posting")
    number = models.CharField(max_length=24)
    region = models.CharField(max_length=12)
    item_name = models.CharField(max_length=LABEL_MAX)
    subject = models.CharField(max_length=LABEL_MAX)
    result = models.CharField(max_length=LABEL_MAX)
    posted_at = models.DateTimeField()
    first_on = models.DateField()
    last_on = models.DateField()
    sign_from = models.DateField()
    ended_at = models.DateTimeField(null=True)
    signed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.number


class Objection(models.Model):
    """What somebody holds against a posted result, and how it was settled."""

    posting = models.ForeignKey(Posting, models.PROTECT, related_name="objections")
    code = models.CharField(max_length=20)
    name = EncryptedTextField()
    contact = EncryptedTextField()
    words = models.CharField(max_length=WORDS_MAX)
    raised_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    upheld = models.BooleanField(null=True)
    answer = models.CharField(max_length=WORDS_MAX, blank=True)

    def __str__(self) -> str:
        return f"{self.posting_id}/{self.code}"


class Alert(models.Model):
    """One line of a supervision list: a rung fired, a breach, a silent office."""

    class Kind(models.TextChoices):
        """What the supervisor is told."""

        RUNG = "rung"
        SECOND_NOTICE = "second_notice"
        EXTRA_MATERIAL = "extra_material"
        LATE_OPINION = "late_opinion"

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="alerts")
    kind = models.CharField(max_length=20, choices=Kind)
    detail = models.CharField(max_length=LABEL_MAX)
    office_path = models.CharField(max_length=PATH_MAX, db_collation="C")
    raised_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.BigIntegerField(null=True)
    answer = models.CharField(max_length=WORDS_MAX, blank=True)

    class Meta:
        """Constraints and indexes."""

        constraints = (
            models.UniqueConstraint(
                fields=["case", "kind", "detail"], name="alert_once"
            ),
        )
        indexes = (models.Index(fields=["kind", "-raised_at"], name="alert_by_kind"),)

    def __str__(self) -> str:
        return f"{self.case_id}/{self.kind}/{self.detail}"


class WrongCode(models.Model):
    """How often a case was asked for with a wrong query code on one day."""

    number = models.CharField(max_length=24)
    on = models.DateField()
    times = models.PositiveIntegerField(default=0)

    class Meta:
        """Constraints and indexes."""

        constraints = (
            models.UniqueConstraint(fields=["number", "on"], name="wrong_code_a_day"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.on}"
