"""Parties the agency serves, and the accounts that act for them."""

from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import Q

from tongban.core.access.parties import (
    DUTY_WORDS,
    ID_KIND_WORDS,
    PARTY_KIND_WORDS,
    SCHEME_WORDS,
    Duty,
    IdKind,
    PartyKind,
)
from tongban.records.parties.marks import (
    identifier_mark,
    initials_mark,
    name_mark,
    phone_mark,
)
from tongban.records.security.cipher import INDEX_CHARACTERS
from tongban.records.security.fields import EncryptedTextField

__all__ = [
    "Party",
    "PartyLink",
    "identifier_mark",
    "initials_mark",
    "name_mark",
    "phone_mark",
]

GRADE_CHARACTERS_MAX: Final = 8


class Party(models.Model):
    """A person, employer, school, institution or pharmacy (服务对象).

    Name, identifier and phone are sealed; the ``…_index`` columns find a party
    by identifier, phone, whole name or the pinyin initials of the name without
    opening anything. ``grade`` is the level of a hospital (``1``–``3``), empty
    for others.
    """

    kind = models.CharField(
        max_length=12,
        choices=[(kind.value, word) for kind, word in PARTY_KIND_WORDS.items()],
    )
    region = models.CharField(max_length=12, db_index=True)
    scheme = models.CharField(
        max_length=10,
        blank=True,
        choices=[(scheme.value, word) for scheme, word in SCHEME_WORDS.items()],
    )
    id_kind = models.CharField(
        max_length=24,
        choices=[(kind.value, word) for kind, word in ID_KIND_WORDS.items()],
    )
    name = EncryptedTextField()
    identifier = EncryptedTextField()
    identifier_index = models.CharField(max_length=INDEX_CHARACTERS)
    phone = EncryptedTextField(blank=True)
    phone_index = models.CharField(
        max_length=INDEX_CHARACTERS, blank=True, db_index=True
    )
    name_index = models.CharField(
        max_length=INDEX_CHARACTERS, blank=True, db_index=True
    )
    initials_index = models.CharField(
        max_length=INDEX_CHARACTERS, blank=True, db_index=True
    )
    born_on = models.DateField(null=True, blank=True)
    grade = models.CharField(max_length=GRADE_CHARACTERS_MAX, blank=True)

    class Meta:
        """Constraints: one party per kind and identifier."""

        constraints = (
            models.UniqueConstraint(
                name="party_identifier_once", fields=("kind", "identifier_index")
            ),
            models.CheckConstraint(
                name="party_kind_known",
                condition=Q(kind__in=[kind.value for kind in PartyKind]),
            ),
            models.CheckConstraint(
                name="party_id_kind_known",
                condition=Q(id_kind__in=[kind.value for kind in IdKind]),
            ),
            models.CheckConstraint(
                name="party_scheme_of_persons",
                condition=Q(scheme="")
                | Q(
                    kind=PartyKind.PERSON.value,
                    scheme__in=[scheme.value for scheme in SCHEME_WORDS],
                ),
            ),
            models.CheckConstraint(
                name="party_identifier_indexed", condition=~Q(identifier_index="")
            ),
        )

    def __str__(self) -> str:
        return f"Party {self.pk}"


class PartyLink(models.Model):
    """What an account may do for an employer or institution (经办授权)."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="party_links"
    )
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="links")
    duty = models.CharField(
        max_length=8, choices=[(duty.value, word) for duty, word in DUTY_WORDS.items()]
    )

    class Meta:
        """Constraints: each duty once."""

        constraints = (
            models.UniqueConstraint(
                name="party_link_once", fields=("account", "party", "duty")
            ),
            models.CheckConstraint(
                name="party_link_duty_known",
                condition=Q(duty__in=[duty.value for duty in Duty]),
            ),
        )

    def __str__(self) -> str:
        return f"Account {self.account_id} may {self.duty} for party {self.party_id}"
