"""Feeds of other departments, the facts in them, and what these propose."""

from typing import Final

from django.db import models
from django.db.models import Q

from tongban.core.matching.facts import FACT_KIND_WORDS
from tongban.core.matching.proposals import (
    MOVEMENT_WORDS,
    PROPOSAL_STATE_WORDS,
    ProposalState,
)
from tongban.records.security.cipher import INDEX_CHARACTERS
from tongban.records.security.fields import EncryptedJSONField, EncryptedTextField

ABOUT_CHARACTERS: Final = 64
DIGEST_CHARACTERS: Final = 64
REGION_MAX: Final = 12
SOURCE_MAX: Final = 60
_KINDS: Final = [(kind.value, word) for kind, word in FACT_KIND_WORDS.items()]


class Feed(models.Model):
    """One file of one department; the same file again is the same feed.

    ``account`` is none when a department's system sent it, or the register found
    the facts itself. ``counts`` say what became of its rows, by ``FactState``.
    """

    kind = models.CharField(max_length=16, choices=_KINDS)
    source = models.CharField(max_length=SOURCE_MAX)
    region = models.CharField(max_length=REGION_MAX, db_index=True)
    version = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=DIGEST_CHARACTERS)
    received_at = models.DateTimeField()
    account = models.ForeignKey(
        "accounts.Account", models.PROTECT, null=True, related_name="+"
    )
    counts = models.JSONField(default=dict)

    class Meta:
        """Constraints: a file of a department once."""

        constraints = (
            models.UniqueConstraint(
                name="feed_once", fields=("region", "kind", "source", "digest")
            ),
        )

    def __str__(self) -> str:
        return f"Feed {self.pk} of {self.kind}"


class SharedFact(models.Model):
    """What a department says about a registered person or unit.

    ``mark`` is the blind index of the cells: the same row again is the same
    fact. ``about`` tells facts of one kind about one person apart; it is a blind
    index too. Only ``superseded_at`` ever changes, when another row replaces it.
    """

    feed = models.ForeignKey(Feed, models.PROTECT, related_name="facts")
    row = models.PositiveIntegerField()
    kind = models.CharField(max_length=16, choices=_KINDS)
    source = models.CharField(max_length=SOURCE_MAX)
    party = models.ForeignKey("parties.Party", models.PROTECT, related_name="+")
    cells = EncryptedJSONField()
    mark = models.CharField(max_length=INDEX_CHARACTERS)
    about = models.CharField(max_length=ABOUT_CHARACTERS, blank=True)
    happened_on = models.DateField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        """Constraints: a department says a thing of a person once at a time."""

        constraints = (
            models.UniqueConstraint(
                name="shared_fact_once",
                fields=("party", "kind", "source", "about"),
                condition=Q(superseded_at=None),
            ),
        )

    def __str__(self) -> str:
        return f"Shared fact {self.pk}"


class Proposal(models.Model):
    """A change a fact proposes, until somebody decides; locked by whoever does.

    ``case`` is the application that made the change; changes no item asks an
    application for have none, and are taken back by the proposal itself.
    """

    fact = models.ForeignKey(SharedFact, models.PROTECT, related_name="proposals")
    party = models.ForeignKey("parties.Party", models.PROTECT, related_name="+")
    cover = models.ForeignKey(
        "enrolment.Cover", models.PROTECT, null=True, related_name="+"
    )
    region = models.CharField(max_length=REGION_MAX, db_index=True)
    movement = models.CharField(
        max_length=12,
        choices=[(one.value, word) for one, word in MOVEMENT_WORDS.items()],
    )
    effective_on = models.DateField()
    state = models.CharField(
        max_length=12,
        choices=[(one.value, word) for one, word in PROPOSAL_STATE_WORDS.items()],
        default=ProposalState.OPEN.value,
    )
    proposed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        "accounts.Account", models.PROTECT, null=True, related_name="+"
    )
    words = EncryptedTextField(blank=True)
    by_rule = models.BooleanField(default=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """Constraints: a fact proposes a thing once; somebody or a rule accepts."""

        constraints = (
            models.UniqueConstraint(
                name="proposal_of_fact", fields=("fact", "movement")
            ),
            models.CheckConstraint(
                name="proposal_accepted_by_somebody",
                condition=~Q(state=ProposalState.ACCEPTED.value)
                | Q(decided_by__isnull=False)
                | Q(by_rule=True),
            ),
        )
        indexes = (
            models.Index(
                fields=["proposed_at"],
                name="proposal_open",
                condition=Q(state=ProposalState.OPEN.value),
            ),
        )

    def __str__(self) -> str:
        return f"Proposal {self.pk}"
