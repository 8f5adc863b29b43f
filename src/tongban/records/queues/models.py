"""Windows, tickets, what happened to them, and the devices of a hall."""

from typing import Final

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

PATH_MAX: Final = 200
LABEL_MAX: Final = 60
WORDS_MAX: Final = 200
DIGEST_CHARACTERS: Final = 64
NUMBER_MAX: Final = 8
CODE_MAX: Final = 6
KEY_MAX: Final = 160


class HallDay(models.Model):
    """How far one office has come on one day; its row is the lock of the queue.

    ``serials`` holds the last number of each kind.
    """

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    office_path = models.CharField(max_length=PATH_MAX, db_collation="C")
    day = models.DateField()
    serials = models.JSONField(default=dict)
    calls = models.PositiveIntegerField(default=0)
    priority_run = models.PositiveIntegerField(default=0)

    class Meta:
        """Constraints: one row per office and day."""

        constraints = (
            models.UniqueConstraint(fields=["office", "day"], name="hall_day_once"),
        )

    def __str__(self) -> str:
        return f"{self.office_id} on {self.day}"


class ServiceWindow(models.Model):
    """One window of a hall, and who sits there now."""

    class State(models.TextChoices):
        """Whether the window serves."""

        OPEN = "open"
        PAUSED = "paused"
        CLOSED = "closed"

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    office_path = models.CharField(max_length=PATH_MAX, db_collation="C")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=LABEL_MAX)
    kinds = ArrayField(models.CharField(max_length=24), default=list, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.CLOSED)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    pause_reason = models.CharField(max_length=24, blank=True)
    last_call_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        """Constraints: numbers once, one window per person, staffed when not closed."""

        ordering = ("office_path", "number")
        constraints = (
            models.UniqueConstraint(
                fields=["office", "number"], name="window_number_once"
            ),
            models.UniqueConstraint(
                fields=["account"],
                condition=~Q(state="closed"),
                name="window_one_per_person",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", account=None)
                | Q(state__in=["open", "paused"], account__isnull=False),
                name="window_staffed_when_not_closed",
            ),
        )

    def __str__(self) -> str:
        return f"{self.office_id}/{self.number}"


class Ticket(models.Model):
    """One queue ticket (排队号); with an item chosen it is a pre-case.

    ``since`` orders the queue; ``called_at`` is the latest call, the first one
    is kept for the waiting time. ``code`` is printed on the ticket; with the
    number it names the visit to its visitor, for following and rating it.
    ``rated_at`` is set when a rating of the visit was taken.
    """

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    office_path = models.CharField(max_length=PATH_MAX, db_collation="C")
    day = models.DateField()
    number = models.CharField(max_length=NUMBER_MAX)
    code = models.CharField(max_length=CODE_MAX)
    kind = models.CharField(max_length=24)
    state = models.CharField(max_length=8)
    priority = models.CharField(max_length=8, blank=True)
    party = models.ForeignKey(
        "parties.Party", models.PROTECT, null=True, related_name="+"
    )
    item = models.CharField(max_length=60, blank=True)
    audience = models.CharField(max_length=20, blank=True)
    materials = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    taken_via = models.CharField(max_length=8)
    taken_at = models.DateTimeField()
    since = models.DateTimeField()
    first_called_at = models.DateTimeField(null=True)
    called_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ending = models.CharField(max_length=12, blank=True)
    skips = models.PositiveSmallIntegerField(default=0)
    returns_at = models.PositiveIntegerField(default=0)
    window = models.ForeignKey(
        ServiceWindow, models.PROTECT, null=True, related_name="tickets"
    )
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    for_window = models.ForeignKey(
        ServiceWindow, models.PROTECT, null=True, related_name="+"
    )
    for_account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    case = models.ForeignKey(
        "cases.Case", models.PROTECT, null=True, related_name="tickets"
    )
    rated_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        """Constraints: numbers once a day, one visitor at a window, endings."""

        constraints = (
            models.UniqueConstraint(
                fields=["office", "day", "number"], name="ticket_number_once"
            ),
            models.UniqueConstraint(
                fields=["window"],
                condition=Q(state="called"),
                name="ticket_one_at_a_window",
            ),
            models.UniqueConstraint(
                fields=["office", "day", "kind", "party"],
                condition=~Q(state="closed") & Q(party__isnull=False),
                name="ticket_open_once_per_person",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", ended_at__isnull=False) & ~Q(ending="")
                | Q(
                    state__in=["waiting", "called", "skipped"],
                    ended_at=None,
                    ending="",
                ),
                name="ticket_ends_with_an_ending",
            ),
        )
        indexes = (
            models.Index(fields=["office", "day", "state"], name="ticket_by_day"),
        )

    def __str__(self) -> str:
        return f"{self.office_id}/{self.day}/{self.number}"


class QueueEvent(models.Model):
    """What happened to a ticket or a window; only ever added to.

    ``sender`` and ``key`` name the request, so that a second one is the first.
    """

    office_path = models.CharField(max_length=PATH_MAX, db_collation="C")
    at = models.DateTimeField()
    what = models.CharField(max_length=16)
    ticket = models.ForeignKey(Ticket, models.PROTECT, null=True, related_name="events")
    window = models.ForeignKey(
        ServiceWindow, models.PROTECT, null=True, related_name="events"
    )
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    words = models.CharField(max_length=WORDS_MAX, blank=True)
    sender = models.CharField(max_length=40)
    key = models.CharField(max_length=KEY_MAX)

    class Meta:
        """Constraints: a request is done once."""

        constraints = (
            models.UniqueConstraint(
                fields=["sender", "key"], name="queue_request_once"
            ),
            models.CheckConstraint(
                condition=Q(ticket__isnull=False) | Q(window__isnull=False),
                name="queue_event_of_something",
            ),
        )
        indexes = (models.Index(fields=["ticket", "at"], name="queue_event_by_ticket"),)

    def __str__(self) -> str:
        return f"{self.what} at {self.at.isoformat()}"


class HallDevice(models.Model):
    """A screen or terminal of a hall, opened once with a code, then by its cookie.

    Only digests of the code and of the device's secret are kept.
    """

    class Kind(models.TextChoices):
        """What the device is."""

        SCREEN = "screen"
        KIOSK = "kiosk"

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    office_path = models.CharField(max_length=PATH_MAX, db_collation="C")
    kind = models.CharField(max_length=8, choices=Kind)
    name = models.CharField(max_length=LABEL_MAX)
    code_digest = models.CharField(max_length=DIGEST_CHARACTERS, blank=True)
    code_until = models.DateTimeField()
    secret_digest = models.CharField(max_length=DIGEST_CHARACTERS, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    wrong_tries = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)

    class Meta:
        """Constraints: secrets are unique."""

        constraints = (
            models.UniqueConstraint(
                fields=["secret_digest"],
                condition=~Q(secret_digest=""),
                name="hall_device_secret_once",
            ),
            models.UniqueConstraint(
                fields=["code_digest"],
                condition=~Q(code_digest=""),
                name="hall_device_code_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
