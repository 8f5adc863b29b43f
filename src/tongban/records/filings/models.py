"""What an institution filed for a person: dated, never changed, only withdrawn."""

from typing import Final

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q

from tongban.core.access.parties import SCHEME_WORDS
from tongban.core.filings.kinds import FILING_KIND_WORDS
from tongban.records.security.fields import EncryptedTextField

KIND_MAX: Final = 10
NUMBER_MAX: Final = 30
CODE_MAX: Final = 30
NAME_MAX: Final = 300
RANK_MAX: Final = 3
REGION_MAX: Final = 12
MSGID_MAX: Final = 30


class Filing(models.Model):
    """One filing (备案) of an institution for a person.

    ``number`` is what the institution knows it by: that of the case it opened,
    if it opened one. ``code`` is the disease, the hospital a transfer leads to,
    or the fixed provider; ``sort`` is the kind of business of a fixed provider
    or of transfer; ``details`` is what the message said.
    """

    number = models.CharField(max_length=NUMBER_MAX, unique=True)
    kind = models.CharField(
        max_length=KIND_MAX,
        choices=[(kind.value, word) for kind, word in FILING_KIND_WORDS.items()],
    )
    person = models.ForeignKey(
        "parties.Party", models.PROTECT, related_name="filings", db_index=False
    )
    institution = models.ForeignKey(
        "institutions.Institution", models.PROTECT, related_name="filings"
    )
    case = models.OneToOneField(
        "cases.Case", models.PROTECT, null=True, related_name="filing"
    )
    scheme = models.CharField(
        max_length=10,
        choices=[(scheme.value, word) for scheme, word in SCHEME_WORDS.items()],
    )
    region = models.CharField(max_length=REGION_MAX)
    in_force = DateRangeField()
    code = models.CharField(max_length=CODE_MAX, blank=True)
    name = models.CharField(max_length=NAME_MAX, blank=True)
    sort = models.CharField(max_length=RANK_MAX, blank=True)
    rank = models.CharField(max_length=RANK_MAX, blank=True)
    details = EncryptedTextField(blank=True)
    message = models.CharField(max_length=MSGID_MAX)
    filed_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_words = EncryptedTextField(blank=True)

    class Meta:
        """Constraints and indexes."""

        indexes = (models.Index(fields=["person", "kind"], name="filing_of_person"),)
        constraints = (
            models.UniqueConstraint(
                fields=["institution", "message"], name="filing_of_message"
            ),
            models.CheckConstraint(
                name="filing_kind_known",
                condition=Q(kind__in=[kind.value for kind in FILING_KIND_WORDS]),
            ),
        )

    def __str__(self) -> str:
        return f"Filing {self.number}"
