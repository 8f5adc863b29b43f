"""The access log (查阅留痕): every look of staff at a person, chained by office."""

from typing import Final

from django.conf import settings
from django.db import models

from tongban.records.offices.models import CODE_CHARACTERS_MAX, PATH_CHARACTERS_MAX

HASH_CHARACTERS: Final = 64


class AccessLook(models.Model):
    """One look, written once; the database refuses to change or remove it.

    Each office has a chain of its own, so that writers of different offices
    never wait for one another: ``seq`` counts from 1 within ``office_code`` and
    ``hash`` covers the row and the hash before.
    """

    office_code = models.CharField(max_length=CODE_CHARACTERS_MAX)
    office_path = models.CharField(
        max_length=PATH_CHARACTERS_MAX, db_collation="C", db_index=True
    )
    seq = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="looks"
    )
    party = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="looks"
    )
    reason = models.CharField(max_length=200)
    case_number = models.CharField(max_length=40, blank=True)
    algorithm = models.CharField(max_length=8)
    prev_hash = models.CharField(max_length=HASH_CHARACTERS, blank=True)
    hash = models.CharField(max_length=HASH_CHARACTERS)

    class Meta:
        """Constraints: one row for each place in a chain."""

        constraints = (
            models.UniqueConstraint(
                name="look_place_once", fields=("office_code", "seq")
            ),
        )

    def __str__(self) -> str:
        return f"Look {self.seq} of office {self.office_code}"
