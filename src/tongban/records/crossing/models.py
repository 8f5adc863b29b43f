"""What offices enter into the progress table, and the tables of closed months."""

from typing import Final

from django.db import models

REGION_MAX: Final = 12
COLUMN_MAX: Final = 20
KEY_MAX: Final = 100
DIGEST_MAX: Final = 64
REASON_MAX: Final = 200


class ProgressEntry(models.Model):
    """One cell as somebody entered it; the latest holds, none is ever changed."""

    region = models.CharField(max_length=REGION_MAX)
    sequence = models.PositiveSmallIntegerField()
    column = models.CharField(max_length=COLUMN_MAX)
    text = models.TextField(blank=True)
    by = models.ForeignKey(
        "accounts.Account", models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()
    request_key = models.CharField(max_length=KEY_MAX)

    class Meta:
        """Constraints and indexes."""

        indexes = (
            models.Index(
                fields=["region", "sequence", "column", "-id"], name="progress_cell"
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["request_key", "sequence", "column"], name="progress_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.region} {self.sequence} {self.column}"


class ProgressIssue(models.Model):
    """The table of a month as it closed; a correction is a further edition."""

    region = models.CharField(max_length=REGION_MAX)
    year = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField()
    edition = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    content = models.JSONField()
    digest = models.CharField(max_length=DIGEST_MAX)
    reason = models.CharField(max_length=REASON_MAX, blank=True)
    by = models.ForeignKey(
        "accounts.Account", models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        """Constraints: an edition once."""

        constraints = (
            models.UniqueConstraint(
                fields=["region", "year", "month", "edition"], name="progress_edition"
            ),
        )

    def __str__(self) -> str:
        return f"{self.region} {self.year}-{self.month:02} {self.edition}"
