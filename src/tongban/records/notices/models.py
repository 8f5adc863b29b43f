"""Messages to people, how they went out, and what people answered."""

from typing import Final

from django.db import models
from django.db.models import Q

from tongban.core.notices.delivery import CallChoice
from tongban.core.notices.moments import WAY_WORDS
from tongban.core.notices.proof import STEP_WORDS
from tongban.core.notices.replies import TASK_WORDS
from tongban.records.security.cipher import INDEX_CHARACTERS, blind_index
from tongban.records.security.fields import EncryptedJSONField, EncryptedTextField

HASH_CHARACTERS_MAX: Final = 64
PATH_CHARACTERS_MAX: Final = 200
KEY_CHARACTERS_MAX: Final = 80


class Message(models.Model):
    """One message to one party about one event of a case (outbox).

    It is written in the transaction that causes it, with the values of its
    blanks; ``planned_at`` is when the background chose the ways it goes out by.
    """

    party = models.ForeignKey("parties.Party", models.PROTECT, related_name="messages")
    case = models.ForeignKey(
        "cases.Case", models.PROTECT, null=True, related_name="messages"
    )
    event_seq = models.PositiveIntegerField(default=0)
    template = models.CharField(max_length=60)
    text = EncryptedTextField()
    blanks = EncryptedJSONField(default=dict)
    created_at = models.DateTimeField()
    planned_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        """Constraints and indexes."""

        constraints = (
            models.UniqueConstraint(
                fields=["case", "event_seq", "template", "party"], name="message_once"
            ),
        )
        indexes = (
            models.Index(fields=["party", "-created_at"], name="message_by_party"),
            models.Index(
                fields=["created_at"],
                name="message_to_plan",
                condition=models.Q(planned_at=None),
            ),
        )

    def __str__(self) -> str:
        return f"{self.template} {self.pk}"


class Delivery(models.Model):
    """One message on one way to its reader; a new turn when it is sent again.

    ``office_path`` is whose staff take over when machines fail. ``key`` goes
    to the supplier with every try, so that it applies one of them.
    """

    class State(models.TextChoices):
        """How far the message came on this way."""

        WAITING = "waiting", "等待"
        HANDED_OVER = "handed_over", "已交运营商"
        DELIVERED = "delivered", "已送达"
        FAILED = "failed", "未送达"

    message = models.ForeignKey(Message, models.PROTECT, related_name="deliveries")
    way = models.CharField(
        max_length=8, choices=[(way.value, word) for way, word in WAY_WORDS.items()]
    )
    turn = models.PositiveSmallIntegerField(default=1)
    key = models.CharField(max_length=KEY_CHARACTERS_MAX, unique=True)
    office_path = models.CharField(max_length=PATH_CHARACTERS_MAX, db_collation="C")
    address = EncryptedTextField(blank=True)
    address_index = models.CharField(max_length=INDEX_CHARACTERS, blank=True)
    text = EncryptedTextField()
    words = EncryptedTextField(blank=True)
    state = models.CharField(
        max_length=12, choices=State.choices, default=State.WAITING
    )
    supplier = models.CharField(max_length=20, blank=True)
    reference = models.CharField(max_length=80, blank=True)
    reason = models.CharField(max_length=40, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField()
    created_at = models.DateTimeField()
    handed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    followed = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        """Constraints and indexes."""

        constraints = (
            models.UniqueConstraint(
                fields=["message", "way", "turn"], name="delivery_once"
            ),
        )
        indexes = (
            models.Index(
                fields=["way", "not_before"],
                name="delivery_waiting",
                condition=Q(state="waiting"),
            ),
            models.Index(
                fields=["handed_at"],
                name="delivery_without_receipt",
                condition=Q(state="handed_over"),
            ),
            models.Index(fields=["state", "office_path"], name="delivery_by_office"),
            models.Index(
                fields=["address_index", "-handed_at"], name="delivery_by_address"
            ),
        )

    def __str__(self) -> str:
        return self.key


class ServiceStep(models.Model):
    """One step of the proof of service, written once (送达证明)."""

    message = models.ForeignKey(Message, models.PROTECT, related_name="steps")
    seq = models.PositiveSmallIntegerField()
    kind = models.CharField(
        max_length=12, choices=[(kind.value, word) for kind, word in STEP_WORDS.items()]
    )
    way = models.CharField(max_length=8, blank=True)
    at = models.DateTimeField()
    detail = models.CharField(max_length=120, blank=True)
    actor_id = models.BigIntegerField(null=True)
    prev_hash = models.CharField(max_length=HASH_CHARACTERS_MAX, blank=True)
    hash = models.CharField(max_length=HASH_CHARACTERS_MAX)

    class Meta:
        """Constraints: one step at each place of a chain."""

        constraints = (
            models.UniqueConstraint(
                fields=["message", "seq"], name="service_step_once"
            ),
        )

    def __str__(self) -> str:
        return f"message {self.message_id} step {self.seq}"


class NoticePreference(models.Model):
    """How a party wants to be told (通知偏好); none means the usual ways."""

    party = models.OneToOneField(
        "parties.Party", models.PROTECT, related_name="notice_preference"
    )
    sms = models.BooleanField(default=True)
    call = models.CharField(
        max_length=8,
        choices=[(choice.value, choice.value) for choice in CallChoice],
        default=CallChoice.USUAL.value,
    )
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()

    class Meta:
        """Constraints: known choices only."""

        constraints = (
            models.CheckConstraint(
                name="notice_preference_call_known",
                condition=Q(call__in=[choice.value for choice in CallChoice]),
            ),
        )

    def __str__(self) -> str:
        return f"preference of party {self.party_id}"


class Inbound(models.Model):
    """What a supplier sent us, kept until the background has worked on it."""

    class Kind(models.TextChoices):
        """What came in."""

        RECEIPT = "receipt", "回执"
        REPLY = "reply", "回复"

    supplier = models.CharField(max_length=20)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    key = models.CharField(max_length=KEY_CHARACTERS_MAX)
    content = EncryptedJSONField()
    received_at = models.DateTimeField()
    handled_at = models.DateTimeField(null=True)

    class Meta:
        """Constraints: each receipt and reply once."""

        constraints = (
            models.UniqueConstraint(
                fields=["supplier", "kind", "key"], name="inbound_once"
            ),
        )
        indexes = (
            models.Index(
                fields=["received_at"],
                name="inbound_to_handle",
                condition=Q(handled_at=None),
            ),
        )

    def __str__(self) -> str:
        return f"{self.supplier} {self.kind} {self.key}"


class Reply(models.Model):
    """What somebody answered to a message, and what became of it (回复)."""

    inbound = models.OneToOneField(Inbound, models.PROTECT, related_name="reply")
    party = models.ForeignKey("parties.Party", models.PROTECT, null=True)
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True)
    office_path = models.CharField(max_length=PATH_CHARACTERS_MAX, db_collation="C")
    phone = EncryptedTextField()
    phone_index = models.CharField(max_length=INDEX_CHARACTERS)
    text = EncryptedTextField()
    task = models.CharField(
        max_length=10,
        blank=True,
        choices=[(task.value, word) for task, word in TASK_WORDS.items()],
    )
    done = models.BooleanField(default=False)
    for_staff = models.BooleanField(default=False)
    received_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.BigIntegerField(null=True)

    class Meta:
        """Indexes."""

        verbose_name_plural = "replies"
        indexes = (
            models.Index(
                fields=["office_path", "received_at"],
                name="reply_for_staff",
                condition=Q(for_staff=True, settled_at=None),
            ),
            models.Index(fields=["phone_index", "-received_at"], name="reply_by_phone"),
        )

    def __str__(self) -> str:
        return f"reply {self.pk}"


class ReplyAnswer(models.Model):
    """What was answered to a reply, by the machine or by staff."""

    reply = models.ForeignKey(Reply, models.PROTECT, related_name="answers")
    key = models.CharField(max_length=KEY_CHARACTERS_MAX, unique=True)
    text = EncryptedTextField()
    account_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField()
    handed_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)

    class Meta:
        """Indexes."""

        indexes = (
            models.Index(
                fields=["not_before"],
                name="reply_answer_waiting",
                condition=Q(handed_at=None, failed_at=None),
            ),
        )

    def __str__(self) -> str:
        return self.key


def address_mark(phone: str) -> str:
    """Return the look-up mark of the phone a message went to or a reply came from."""
    return blind_index(phone, purpose="notice address")
