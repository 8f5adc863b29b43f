"""What the catalogue keeps in the database: postings, attempts, pinned terms."""

from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import Q

from tongban.records.offices.models import CODE_CHARACTERS_MAX, PATH_CHARACTERS_MAX

CODE_MAX: Final = 60
REGION_MAX: Final = 12
NAME_MAX: Final = 120
TEXT_MAX: Final = 500
DIGEST_CHARACTERS: Final = 64


class PostedMaterial(models.Model):
    """A local extra material, announced to the public (地方增加材料公示).

    It may be asked for in cases accepted in ``region`` and below from
    ``posted_on`` (SD28-15 remark 1); it is never changed after posting.
    """

    region = models.CharField(max_length=REGION_MAX)
    item = models.CharField(max_length=CODE_MAX)
    code = models.CharField(max_length=CODE_MAX)
    name = models.CharField(max_length=NAME_MAX)
    material = models.JSONField()
    posted_on = models.DateField()
    office_code = models.CharField(max_length=CODE_CHARACTERS_MAX)
    posted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="posted_materials",
    )
    posted_at = models.DateTimeField()

    class Meta:
        """Constraints: a region posts a material of an item once."""

        ordering = ("posted_on", "id")
        constraints = (
            models.UniqueConstraint(
                name="posted_material_once", fields=("region", "item", "code")
            ),
            models.CheckConstraint(
                name="posted_material_region", condition=Q(region__regex=r"^\d{6,12}$")
            ),
        )
        indexes = (
            models.Index(name="posted_material_found", fields=("item", "posted_on")),
        )

    def __str__(self) -> str:
        return f"{self.name} ({self.region} {self.item}, {self.posted_on})"


class ExtraMaterialAttempt(models.Model):
    """Somebody asked for a material the terms do not hold: for supervision."""

    region = models.CharField(max_length=REGION_MAX)
    item = models.CharField(max_length=CODE_MAX)
    name = models.CharField(max_length=NAME_MAX)
    reason = models.CharField(max_length=TEXT_MAX, blank=True)
    case_number = models.CharField(max_length=40, blank=True)
    office_code = models.CharField(max_length=CODE_CHARACTERS_MAX)
    office_path = models.CharField(
        max_length=PATH_CHARACTERS_MAX, db_collation="C", db_index=True
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="extra_material_attempts",
    )
    asked_on = models.DateField()
    asked_at = models.DateTimeField()

    class Meta:
        """Newest first, as the supervision list shows them."""

        ordering = ("-asked_at", "-id")

    def __str__(self) -> str:
        return f"{self.name} ({self.region} {self.item}, {self.asked_on})"


class TermsSnapshot(models.Model):
    """Terms under which cases were accepted; the digest names them for ever.

    ``terms`` is JSON kept as text: the order of a form's fields is part of it,
    and jsonb would forget it.
    """

    digest = models.CharField(max_length=DIGEST_CHARACTERS, primary_key=True)
    terms = models.TextField()
    created_at = models.DateTimeField()

    class Meta:
        """Constraint: the name is a SHA-256 in hex."""

        constraints = (
            models.CheckConstraint(
                name="terms_snapshot_digest",
                condition=Q(digest__regex=r"^[0-9a-f]{64}$"),
            ),
        )

    def __str__(self) -> str:
        return self.digest
