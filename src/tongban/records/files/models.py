"""Uploaded materials (材料附件): what they are and who brought them."""

import uuid
from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import Q

from tongban.core.files.uploads import FILE_BYTES_MAX, FileType, ScanResult
from tongban.records.security.fields import EncryptedTextField

DIGEST_CHARACTERS: Final = 64


class StoredFile(models.Model):
    """One upload; its bytes lie in the store under their SHA-256 digest.

    Two uploads of the same bytes are two rows and one file in the store.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    digest = models.CharField(max_length=DIGEST_CHARACTERS, db_index=True)
    type = models.CharField(
        max_length=8, choices=[(kind.value, kind.value) for kind in FileType]
    )
    size = models.PositiveBigIntegerField()
    name = EncryptedTextField()
    scan = models.CharField(
        max_length=12, choices=[(scan.value, scan.value) for scan in ScanResult]
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="files",
    )
    party = models.ForeignKey(
        "parties.Party", null=True, on_delete=models.PROTECT, related_name="files"
    )
    uploaded_at = models.DateTimeField()

    class Meta:
        """Constraints: known types, sizes within the limit."""

        constraints = (
            models.CheckConstraint(
                name="file_type_known",
                condition=Q(type__in=[kind.value for kind in FileType]),
            ),
            models.CheckConstraint(
                name="file_size_within_limit",
                condition=Q(size__gt=0) & Q(size__lte=FILE_BYTES_MAX),
            ),
        )

    def __str__(self) -> str:
        return f"File {self.id}"
