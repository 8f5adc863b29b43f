"""Cases, their append-only events, and what stands beside them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from tongban.core.cases.lifecycle import EventKind, Outcome, State
from tongban.records.security.fields import EncryptedJSONField, EncryptedTextField

LABEL_MAX = 200
PATH_MAX = 200
WORDS_MAX = 2_000


class Draft(models.Model):
    """An application being written; kept for thirty days with its files."""

    code = models.CharField(max_length=12, unique=True)
    account = models.ForeignKey("accounts.Account", models.CASCADE, related_name="+")
    party = models.ForeignKey("parties.Party", models.CASCADE, related_name="+")
    region = models.CharField(max_length=12)
    item = models.CharField(max_length=60)
    item_name = models.CharField(max_length=LABEL_MAX)
    audience = models.CharField(max_length=20)
    content = EncryptedJSONField()
    version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    expires_on = models.DateField()
    case = models.OneToOneField("Case", models.PROTECT, null=True, related_name="draft")

    def __str__(self) -> str:
        return self.code


class DraftFile(models.Model):
    """A file attached to a draft under one material."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="files")
    material = models.CharField(max_length=60)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        """Constraints and indexes."""

        constraints = (
            models.UniqueConstraint(
                fields=["draft", "material", "file"], name="draft_file_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.draft_id}/{self.material}"


class Mandate(models.Model):
    """A person's word that another may act for them (帮办代办授权)."""

    principal = models.ForeignKey(
        "parties.Party", models.PROTECT, related_name="mandates_given"
    )
    helper = models.ForeignKey(
        "accounts.Account", models.PROTECT, related_name="mandates_held"
    )
    items = ArrayField(models.CharField(max_length=60), default=list)
    covers_pledges = models.BooleanField(default=False)
    from_on = models.DateField()
    until_on = models.DateField()
    given_at = models.DateTimeField()
    given_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    evidence = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        """Constraints and indexes."""

        constraints = (
            models.CheckConstraint(
                condition=models.Q(until_on__gte=models.F("from_on")),
                name="mandate_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        return f"mandate {self.pk}"


class Case(models.Model):
    """One application on its way to a result (办件).

    Every column after ``version`` is a projection of the events for queries;
    the nightly check rebuilds and compares it.
    """

    number = models.CharField(max_length=24, unique=True)
    query_code = models.CharField(max_length=8)
    region = models.CharField(max_length=12)
    item = models.CharField(max_length=60)
    item_number = models.PositiveSmallIntegerField()
    item_name = models.CharField(max_length=LABEL_MAX)
    audience = models.CharField(max_length=20)
    terms_digest = models.CharField(max_length=64)
    channel = models.CharField(max_length=20)
    party = models.ForeignKey("parties.Party", models.PROTECT, related_name="cases")
    account = models.ForeignKey(
        "accounts.Account", models.PROTECT, null=True, related_name="+"
    )
    mandate = models.ForeignKey(Mandate, models.PROTECT, null=True, related_name="+")
    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    office_path = models.CharField(max_length=PATH_MAX, db_collation="C")
    received_path = models.CharField(max_length=PATH_MAX, db_collation="C")
    duplicate_key = models.CharField(max_length=64)

    version = models.PositiveIntegerField(default=0)
    head = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=12, choices=[(s, s) for s in State])
    outcome = models.CharField(
        max_length=12, blank=True, choices=[(o, o) for o in Outcome]
    )
    step = models.CharField(max_length=12, blank=True)
    received_at = models.DateTimeField()
    started_on = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)
    working_days = models.PositiveSmallIntegerField(null=True)
    instant = models.BooleanField(default=False)
    due_on = models.DateField(null=True)
    provisional = models.BooleanField(default=False)
    stopped = models.BooleanField(default=False)
    yellow_from = models.DateField(null=True)
    half_on = models.DateField(null=True)
    warn_on = models.DateField(null=True)
    overdue_on = models.DateField(null=True)
    owner = models.ForeignKey(
        "accounts.Account", models.PROTECT, null=True, related_name="+"
    )
    assignee = models.ForeignKey(
        "accounts.Account", models.PROTECT, null=True, related_name="+"
    )
    pledged = models.BooleanField(default=False)
    amount_fen = models.BigIntegerField(default=0)
    payment = models.CharField(max_length=12, blank=True)

    class Meta:
        """Constraints and indexes."""

        indexes = (
            models.Index(
                fields=["office_path", "due_on", "id"],
                name="case_open_by_due",
                condition=~models.Q(state="closed"),
            ),
            models.Index(
                fields=["due_on", "id"],
                name="case_open_due",
                condition=~models.Q(state="closed"),
            ),
            models.Index(
                fields=["step", "due_on", "id"],
                name="case_open_by_step",
                condition=~models.Q(state="closed"),
            ),
            models.Index(fields=["party", "-received_at"], name="case_by_party"),
            models.Index(fields=["account", "-received_at"], name="case_by_account"),
            models.Index(fields=["item", "received_at"], name="case_by_item"),
            models.Index(fields=["closed_at"], name="case_by_close"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["party", "item", "duplicate_key"],
                name="case_open_once",
                condition=~models.Q(state="closed"),
            ),
            models.CheckConstraint(
                condition=models.Q(state="closed") ^ models.Q(outcome=""),
                name="case_closed_has_outcome",
            ),
            models.CheckConstraint(
                condition=models.Q(amount_fen__gte=0), name="case_amount_not_negative"
            ),
        )

    def __str__(self) -> str:
        return self.number


class CaseEvent(models.Model):
    """One thing that happened, written once and chained by hash."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="events")
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=24, choices=[(k, k) for k in EventKind])
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=60)
    office = models.CharField(max_length=20, blank=True)
    channel = models.CharField(max_length=20, blank=True)
    data = models.JSONField()
    prev_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        """Constraints and indexes."""

        constraints = (
            models.UniqueConstraint(fields=["case", "seq"], name="event_seq_once"),
        )
        indexes = (models.Index(fields=["kind", "at"], name="event_by_kind"),)

    def __str__(self) -> str:
        return f"{self.case_id}#{self.seq} {self.kind}"


class CaseForm(models.Model):
    """The form as filled in at one time; events name it by its digest."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="forms")
    digest = models.CharField(max_length=64)
    content = EncryptedJSONField()
    saved_at = models.DateTimeField()

    class Meta:
        """Constraints and indexes."""

        constraints = (
            models.UniqueConstraint(fields=["case", "digest"], name="case_form_once"),
        )

    def __str__(self) -> str:
        return f"{self.case_id}/{self.digest[:8]}"


class CaseFile(models.Model):
    """A file that lies in a case under one material; never taken out."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="files")
    material = models.CharField(max_length=60)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    added_by = models.BigIntegerField(null=True)

    class Meta:
        """Constraints and indexes."""

        constraints = (
            models.UniqueConstraint(
                fields=["case", "material", "file"], name="case_file_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id}/{self.material}"


class Command(models.Model):
    """A command as first sent: the same key again gets the first answer."""

    sender = models.CharField(max_length=40)
    key = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)
    answer = models.JSONField(null=True)
    at = models.DateTimeField()

    class Meta:
        """Constraints and indexes."""

        constraints = (
            models.UniqueConstraint(fields=["sender", "key"], name="command_once"),
        )

    def __str__(self) -> str:
        return f"{self.sender}/{self.key}"


class Pledge(models.Model):
    """A pledge in place of a proof (告知承诺) and its check afterwards."""

    class State(models.TextChoices):
        """Where a pledge stands."""

        MADE = "made"
        TAKEN_BACK = "taken_back"
        TO_CHECK = "to_check"
        KEPT = "kept"
        FALSE = "false"

    case = models.ForeignKey(Case, models.PROTECT, related_name="pledges")
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
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
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

    case = models.OneToOneField(Case, models.PROTECT, related_name="recovery")
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

    case = models.ForeignKey(Case, models.PROTECT, related_name="opinions")
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

    case = models.OneToOneField(Case, models.PROTECT, related_name="posting")
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

    case = models.ForeignKey(Case, models.PROTECT, related_name="alerts")
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
