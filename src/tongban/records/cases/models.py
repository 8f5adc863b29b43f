"""Cases, their append-only events, and what stands beside them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from tongban.core.cases.lifecycle import EventKind, Outcome, State
from tongban.records.cases.beside import (
    Alert,
    Objection,
    OpinionRequest,
    Pledge,
    PledgeBar,
    Posting,
    Recovery,
    WrongCode,
)
from tongban.records.security.fields import EncryptedJSONField

__all__ = [
    "Alert",
    "Case",
    "CaseEvent",
    "CaseFile",
    "CaseForm",
    "Command",
    "Draft",
    "DraftFile",
    "Mandate",
    "Objection",
    "OpinionRequest",
    "Pledge",
    "PledgeBar",
    "Posting",
    "Recovery",
    "WrongCode",
]

LABEL_MAX = 200
PATH_MAX = 200


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
            models.Index(fields=["received_at"], name="case_by_receipt"),
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
