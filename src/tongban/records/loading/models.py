"""What was loaded: a row for each table, and one for each part of it that is in."""

from typing import Final

from django.db import models
from django.db.models import F, Q

from tongban.core.loading.columns import LOAD_KIND_WORDS

DIGEST_CHARACTERS: Final = 64


class LoadFile(models.Model):
    """One table that is being loaded or was; only ever added to.

    ``run`` counts how often the very same table was begun anew. ``rows`` are
    those below the heading, so a load is done when its parts add up to them.
    """

    kind = models.CharField(
        max_length=12,
        choices=[(kind.value, word) for kind, word in LOAD_KIND_WORDS.items()],
    )
    digest = models.CharField(max_length=DIGEST_CHARACTERS)
    run = models.PositiveSmallIntegerField()
    version = models.PositiveSmallIntegerField()
    rows = models.PositiveIntegerField()
    begun_at = models.DateTimeField()

    class Meta:
        """Constraints: a run of a table once."""

        constraints = (
            models.UniqueConstraint(
                name="load_run_once", fields=("kind", "digest", "run")
            ),
        )

    def __str__(self) -> str:
        return f"Load {self.pk} of {self.kind}"


class LoadPart(models.Model):
    """Some rows of a table, committed together with what they became.

    ``last_row`` is the row of the table up to which this part goes, the two
    sizes how long the files of refused rows were then: a load that was cut
    short goes on from there. ``first_id`` and ``last_id`` are the keys between
    which the new rows lie; there may be others between them.
    """

    file = models.ForeignKey(LoadFile, models.PROTECT, related_name="parts")
    number = models.PositiveIntegerField()
    last_row = models.PositiveIntegerField()
    rows = models.PositiveIntegerField()
    new = models.PositiveIntegerField()
    known = models.PositiveIntegerField()
    refused = models.PositiveIntegerField()
    first_id = models.BigIntegerField(null=True)
    last_id = models.BigIntegerField(null=True)
    again_bytes = models.BigIntegerField()
    report_bytes = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        """Constraints: a part once; every row became one of three."""

        constraints = (
            models.UniqueConstraint(name="load_part_once", fields=("file", "number")),
            models.CheckConstraint(
                name="load_part_adds_up",
                condition=Q(rows=F("new") + F("known") + F("refused")),
            ),
        )

    def __str__(self) -> str:
        return f"Part {self.number} of load {self.file_id}"
