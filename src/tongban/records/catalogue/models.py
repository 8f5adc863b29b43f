"""Changes of the catalogue: what happened to each, what was published, who knows.

A change is its events. ``Change`` beside them holds what lists ask for; it
follows from the events and can be filled again from them.
"""

from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import Q

from tongban.core.items.editing import ACT_WORDS, ChangeState
from tongban.records.offices.models import CODE_CHARACTERS_MAX, PATH_CHARACTERS_MAX

NUMBER_MAX: Final = 12
REGION_MAX: Final = 12
SUBJECT_MAX: Final = 60
KEY_MAX: Final = 80
NAME_MAX: Final = 120
WORDS_MAX: Final = 500
OPEN_STATES: Final = (ChangeState.DRAFT.value, ChangeState.WAITING.value)


class Change(models.Model):
    """One change of one region to one item, or to its sheet of places.

    ``subject`` is the item's code or ``_places``; ``version`` counts events.
    """

    number = models.CharField(max_length=NUMBER_MAX, unique=True)
    region = models.CharField(max_length=REGION_MAX)
    region_path = models.CharField(max_length=PATH_CHARACTERS_MAX, db_collation="C")
    subject = models.CharField(max_length=SUBJECT_MAX)
    state = models.CharField(
        max_length=12, choices=[(state.value, state.value) for state in ChangeState]
    )
    version = models.PositiveIntegerField()
    effective_on = models.DateField()
    reason = models.CharField(max_length=WORDS_MAX, blank=True)
    text = models.TextField()
    started_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        """Constraints: one open change of a subject in a region."""

        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                name="catalogue_change_open_once",
                fields=("region", "subject"),
                condition=Q(state__in=OPEN_STATES),
            ),
        )
        indexes = (
            models.Index(name="catalogue_change_found", fields=("region", "subject")),
        )

    def __str__(self) -> str:
        return self.number


class ChangeEvent(models.Model):
    """One thing that happened to a change; ``text`` is the whole file as it stood."""

    change = models.ForeignKey(Change, models.PROTECT, related_name="events")
    region_path = models.CharField(max_length=PATH_CHARACTERS_MAX, db_collation="C")
    seq = models.PositiveIntegerField()
    act = models.CharField(
        max_length=12, choices=[(act.value, word) for act, word in ACT_WORDS.items()]
    )
    at = models.DateTimeField()
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    account_name = models.CharField(max_length=NAME_MAX)
    office_code = models.CharField(max_length=CODE_CHARACTERS_MAX)
    effective_on = models.DateField()
    reason = models.CharField(max_length=WORDS_MAX, blank=True)
    words = models.CharField(max_length=WORDS_MAX, blank=True)
    text = models.TextField()
    sender = models.CharField(max_length=40)
    key = models.CharField(max_length=KEY_MAX)

    class Meta:
        """Constraints: one chain of events; one event for each request."""

        ordering = ("change", "seq")
        constraints = (
            models.UniqueConstraint(
                name="catalogue_event_seq_once", fields=("change", "seq")
            ),
            models.UniqueConstraint(
                name="catalogue_event_key_once", fields=("sender", "key")
            ),
        )

    def __str__(self) -> str:
        return f"{self.change_id}/{self.seq} {self.act}"


class Publication(models.Model):
    """A change that was published, or taken back before its day.

    Every row is public, as the law is. Its number orders publications: they
    are written one after another, so the newest id names the whole state.
    """

    class Kind(models.TextChoices):
        """What the row says."""

        PUBLISHED = "published", "发布"
        WITHDRAWN = "withdrawn", "撤回"

    kind = models.CharField(max_length=10, choices=Kind)
    change = models.ForeignKey(Change, models.PROTECT, related_name="publications")
    number = models.CharField(max_length=NUMBER_MAX)
    region = models.CharField(max_length=REGION_MAX)
    region_path = models.CharField(max_length=PATH_CHARACTERS_MAX, db_collation="C")
    subject = models.CharField(max_length=SUBJECT_MAX)
    effective_on = models.DateField()
    reason = models.CharField(max_length=WORDS_MAX)
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        """Constraints: a change is published once and withdrawn at most once."""

        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                name="catalogue_publication_once", fields=("change", "kind")
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.kind}"


class Acknowledgement(models.Model):
    """A member of staff has read what a publication changes."""

    publication = models.ForeignKey(
        Publication, models.PROTECT, related_name="acknowledgements"
    )
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    office_code = models.CharField(max_length=CODE_CHARACTERS_MAX)
    office_path = models.CharField(max_length=PATH_CHARACTERS_MAX, db_collation="C")
    at = models.DateTimeField()

    class Meta:
        """Constraints: once for each person."""

        constraints = (
            models.UniqueConstraint(
                name="catalogue_acknowledged_once", fields=("publication", "account")
            ),
        )

    def __str__(self) -> str:
        return f"{self.publication_id} read by account {self.account_id}"
