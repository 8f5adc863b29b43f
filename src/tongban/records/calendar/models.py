"""Holiday notices that came in after the policy folder was published."""

from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import Q

FIRST_YEAR: Final = 2000
LAST_YEAR: Final = 2100


class CalendarNotice(models.Model):
    """One notice as it was loaded; the newest of a year rules, none is changed.

    ``days`` holds ``off`` and ``worked``: day in ISO form to name of festival.
    ``text`` is the file as it was given, so that the days can be read again.
    """

    year = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=60)
    days = models.JSONField()
    text = models.TextField()
    loaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="calendar_notices",
    )
    loaded_at = models.DateTimeField()

    class Meta:
        """Constraints and the index the newest notice of a year is found by."""

        constraints = (
            models.CheckConstraint(
                name="calendar_notice_year",
                condition=Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR),
            ),
        )
        indexes = (models.Index(name="calendar_notice_newest", fields=("year", "-id")),)

    def __str__(self) -> str:
        return f"{self.number} ({self.year})"
