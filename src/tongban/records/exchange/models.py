"""What was sent to and received from other deployments, numbered and chained."""

from typing import Final

from django.db import models
from django.db.models import Q

from tongban.core.exchange.kinds import (
    IN_STATE_WORDS,
    MENDING_WORDS,
    MESSAGE_KIND_WORDS,
    OUT_STATE_WORDS,
    InState,
    OutState,
)
from tongban.records.security.fields import EncryptedJSONField

PEER_MAX: Final = 40
KIND_MAX: Final = 24
SUBJECT_MAX: Final = 60
REGION_MAX: Final = 12
STATE_MAX: Final = 10
DIGEST_MAX: Final = 64
CODE_MAX: Final = 60
PROTOCOL_MAX: Final = 8
MENDING_WORDS_MAX: Final = 200
KEY_MAX: Final = 100
_KINDS: Final = [(kind.value, word) for kind, word in MESSAGE_KIND_WORDS.items()]


class Outgoing(models.Model):
    """One message to another deployment, or to our own other side.

    Written with what causes it; ``number``, ``sequence`` and the digests are
    given by the round that sends it, in the order of the rows.
    """

    peer = models.CharField(max_length=PEER_MAX)
    kind = models.CharField(max_length=KIND_MAX, choices=_KINDS)
    subject = models.CharField(max_length=SUBJECT_MAX)
    from_region = models.CharField(max_length=REGION_MAX)
    to_region = models.CharField(max_length=REGION_MAX)
    body = EncryptedJSONField()
    sent_at = models.DateTimeField()
    number = models.PositiveBigIntegerField(null=True)
    sequence = models.PositiveIntegerField(null=True)
    protocol = models.CharField(max_length=PROTOCOL_MAX, blank=True)
    previous = models.CharField(max_length=DIGEST_MAX, blank=True)
    digest = models.CharField(max_length=DIGEST_MAX, blank=True)
    state = models.CharField(
        max_length=STATE_MAX,
        choices=[(state.value, word) for state, word in OUT_STATE_WORDS.items()],
        default=OutState.WAITING.value,
    )
    tries = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    code = models.CharField(max_length=CODE_MAX, blank=True)
    receipt = models.JSONField(default=dict, blank=True)

    class Meta:
        """Constraints and indexes: what waits, and the life of a subject."""

        indexes = (
            models.Index(
                fields=["peer", "id"],
                name="outgoing_waiting",
                condition=Q(state=OutState.WAITING.value),
            ),
            models.Index(fields=["subject", "id"], name="outgoing_of_subject"),
        )
        constraints = (
            models.UniqueConstraint(fields=["peer", "number"], name="outgoing_number"),
            models.UniqueConstraint(
                fields=["peer", "subject", "sequence"], name="outgoing_sequence"
            ),
        )

    def __str__(self) -> str:
        return f"Outgoing {self.peer} {self.number}"


class Inbound(models.Model):
    """One message of another deployment, kept before anything is done with it."""

    peer = models.CharField(max_length=PEER_MAX)
    number = models.PositiveBigIntegerField()
    previous = models.CharField(max_length=DIGEST_MAX, blank=True)
    digest = models.CharField(max_length=DIGEST_MAX)
    protocol = models.CharField(max_length=PROTOCOL_MAX)
    kind = models.CharField(max_length=KIND_MAX, choices=_KINDS)
    subject = models.CharField(max_length=SUBJECT_MAX)
    sequence = models.PositiveIntegerField()
    from_region = models.CharField(max_length=REGION_MAX)
    to_region = models.CharField(max_length=REGION_MAX)
    body = EncryptedJSONField()
    sent_at = models.DateTimeField()
    stored_at = models.DateTimeField()
    signature = models.TextField(blank=True)
    skew_seconds = models.IntegerField(default=0)
    state = models.CharField(
        max_length=STATE_MAX,
        choices=[(state.value, word) for state, word in IN_STATE_WORDS.items()],
        default=InState.STORED.value,
    )
    tries = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    applied_at = models.DateTimeField(null=True)
    code = models.CharField(max_length=CODE_MAX, blank=True)

    class Meta:
        """Constraints and indexes: a number once, a place of a subject once."""

        indexes = (
            models.Index(
                fields=["peer", "subject", "sequence"],
                name="inbound_stored",
                condition=Q(state=InState.STORED.value),
            ),
            models.Index(fields=["subject", "id"], name="inbound_of_subject"),
        )
        constraints = (
            models.UniqueConstraint(fields=["peer", "number"], name="inbound_number"),
            models.UniqueConstraint(
                fields=["peer", "subject", "sequence"], name="inbound_sequence"
            ),
        )

    def __str__(self) -> str:
        return f"Inbound {self.peer} {self.number}"


class PeerState(models.Model):
    """How the exchange with one deployment stands; locked while numbers are given."""

    peer = models.CharField(max_length=PEER_MAX, primary_key=True)
    last_number = models.PositiveBigIntegerField(default=0)
    last_digest = models.CharField(max_length=DIGEST_MAX, blank=True)
    protocol = models.CharField(max_length=PROTOCOL_MAX, blank=True)
    reached_at = models.DateTimeField(null=True)
    heard_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=CODE_MAX, blank=True)
    skew_seconds = models.IntegerField(null=True)

    def __str__(self) -> str:
        return f"Peer {self.peer}"


class Mending(models.Model):
    """What somebody did about a message that stuck, and why; rows only add up."""

    outgoing = models.ForeignKey(
        Outgoing, models.PROTECT, null=True, related_name="mendings"
    )
    inbound = models.ForeignKey(
        Inbound, models.PROTECT, null=True, related_name="mendings"
    )
    act = models.CharField(
        max_length=STATE_MAX,
        choices=[(act.value, word) for act, word in MENDING_WORDS.items()],
    )
    words = models.CharField(max_length=MENDING_WORDS_MAX)
    by = models.ForeignKey(
        "accounts.Account", models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()
    request_key = models.CharField(max_length=KEY_MAX, unique=True)

    class Meta:
        """Constraints: about one message."""

        constraints = (
            models.CheckConstraint(
                condition=Q(outgoing__isnull=True) ^ Q(inbound__isnull=True),
                name="mending_of_one_message",
            ),
        )

    def __str__(self) -> str:
        return f"{self.act} {self.pk}"
