"""Versions of the lists of the medical catalogue: loaded whole, never edited."""

from typing import Final

from django.db import models

from tongban.core.medical_catalogue.kinds import KIND_WORDS
from tongban.core.medical_catalogue.rows import (
    CHARGE_KIND_MAX,
    CODE_MAX,
    LIMIT_MAX,
    NAME_MAX,
)
from tongban.core.medical_catalogue.terms import GRADE_WORDS

DIGEST_CHARACTERS: Final = 64
LABEL_MAX: Final = 60
SOURCE_MAX: Final = 200


class CatalogueVersion(models.Model):
    """One list of one region as a file brought it, in force from a day on.

    It replaces the versions of the same list and region that begin earlier; of two
    that begin on one day the later loaded counts. ``digest`` is that of the file.
    """

    kind = models.CharField(
        max_length=20, choices=[(kind.value, word) for kind, word in KIND_WORDS.items()]
    )
    region = models.CharField(max_length=12)
    label = models.CharField(max_length=LABEL_MAX)
    source = models.CharField(max_length=SOURCE_MAX)
    valid_from = models.DateField()
    digest = models.CharField(max_length=DIGEST_CHARACTERS)
    entry_count = models.PositiveIntegerField()
    loaded_at = models.DateTimeField()

    class Meta:
        """Constraints: a file once for a list, a region and a day."""

        constraints = (
            models.UniqueConstraint(
                fields=["kind", "region", "valid_from", "digest"],
                name="catalogue_version_once",
            ),
        )
        indexes = (
            models.Index(
                fields=["kind", "region", "-valid_from", "-id"],
                name="catalogue_version_newest",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.label} of {self.region}"


class CatalogueEntry(models.Model):
    """One code of a version; ``grade`` is empty for lists no bill is charged by.

    ``initials`` are those of the name's syllables, for searching. ``details`` is
    what else the national file says, by the titles of its columns.
    """

    version = models.ForeignKey(
        CatalogueVersion, models.PROTECT, related_name="entries"
    )
    code = models.CharField(max_length=CODE_MAX)
    name = models.CharField(max_length=NAME_MAX)
    grade = models.CharField(
        max_length=1,
        blank=True,
        choices=[(grade.value, word) for grade, word in GRADE_WORDS.items()],
    )
    own_share_bp = models.PositiveSmallIntegerField()
    price_max_fen = models.BigIntegerField(null=True)
    limit_text = models.CharField(max_length=LIMIT_MAX, blank=True)
    charge_kind = models.CharField(max_length=CHARGE_KIND_MAX, blank=True)
    begins = models.DateField(null=True)
    ends = models.DateField(null=True)
    initials = models.CharField(max_length=NAME_MAX, blank=True)
    details = models.JSONField(default=dict, blank=True)

    class Meta:
        """Constraints: a code once in a version; found by its code."""

        constraints = (
            models.UniqueConstraint(
                fields=["code", "version"], name="catalogue_entry_once"
            ),
        )

    def __str__(self) -> str:
        return f"Entry {self.code} of version {self.version_id}"
