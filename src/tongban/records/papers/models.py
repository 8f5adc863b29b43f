"""Papers as they were issued, what took their force, and their files (文书)."""

from typing import Final

from django.db import models

from tongban.core.papers.kinds import (
    CHECK_CODE_CHARACTERS,
    NUMBER_MAX,
    Edition,
    PaperKind,
    Standing,
)
from tongban.records.security.fields import EncryptedTextField

DIGEST_CHARACTERS: Final = 64
SIGNATURE_MAX: Final = 120


class Paper(models.Model):
    """One paper, written with the event that issued it and never changed.

    ``content`` is the canonical text that ``content_digest`` and ``signature``
    cover. The check code opens the public page of the paper.
    """

    number = models.CharField(max_length=NUMBER_MAX, unique=True)
    kind = models.CharField(
        max_length=16, choices=[(kind.value, kind.value) for kind in PaperKind]
    )
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="papers")
    event_seq = models.PositiveIntegerField()
    party = models.ForeignKey("parties.Party", models.PROTECT, related_name="+")
    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    check_code = models.CharField(max_length=CHECK_CODE_CHARACTERS)
    content = EncryptedTextField()
    content_digest = models.CharField(max_length=DIGEST_CHARACTERS)
    algorithm = models.CharField(max_length=16)
    key = models.CharField(max_length=16)
    signature = models.CharField(max_length=SIGNATURE_MAX)
    issued_at = models.DateTimeField()

    class Meta:
        """Constraints: an event issues one paper of a kind."""

        constraints = (
            models.UniqueConstraint(
                fields=["case", "event_seq", "kind"], name="paper_once"
            ),
            models.CheckConstraint(
                name="paper_kind_known",
                condition=models.Q(kind__in=[kind.value for kind in PaperKind]),
            ),
        )

    def __str__(self) -> str:
        return self.number


class PaperEnd(models.Model):
    """What took the force out of a paper, once.

    ``event_seq`` counts in the paper's own case, or in ``cause`` when an event of
    another case ended the paper.
    """

    paper = models.OneToOneField(Paper, models.PROTECT, related_name="end")
    standing = models.CharField(
        max_length=12,
        choices=[
            (kind.value, kind.value) for kind in Standing if kind is not Standing.VALID
        ],
    )
    event_seq = models.PositiveIntegerField()
    cause = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.paper_id} {self.standing}"


class PaperFile(models.Model):
    """One edition of a paper as PDF; its bytes lie in the store by ``digest``."""

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="files")
    edition = models.CharField(
        max_length=8, choices=[(kind.value, kind.value) for kind in Edition]
    )
    digest = models.CharField(max_length=DIGEST_CHARACTERS)
    size = models.PositiveIntegerField()
    rendered_at = models.DateTimeField()

    class Meta:
        """Constraints: the digest of an edition is fixed once."""

        constraints = (
            models.UniqueConstraint(fields=["paper", "edition"], name="edition_once"),
        )

    def __str__(self) -> str:
        return f"{self.paper_id} {self.edition}"
