"""Registering parties (服务对象) and keeping their contact details."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from tongban.core.access.identifiers import (
    check_identifier,
    check_phone,
    check_resident_id,
)
from tongban.core.access.parties import IdKind, PartyKind, Scheme
from tongban.core.refusals import Refusal
from tongban.records.parties.models import (
    Party,
    identifier_mark,
    initials_mark,
    name_mark,
    phone_mark,
)
from tongban.services.parties.names import initials_of

ROWS_PER_INSERT = 500


class AlreadyRegistered(Refusal):
    """A party of this kind has the identifier already."""

    code = "parties.already_registered"

    def __init__(self) -> None:
        super().__init__("A party of this kind has this identifier.")


class SchemeOfPersons(Refusal):
    """Only persons are insured."""

    code = "parties.scheme_of_persons"

    def __init__(self) -> None:
        super().__init__("Only a person has a scheme.")


@dataclass(frozen=True, slots=True)
class NewParty:
    """A party to register, as its papers name it."""

    kind: PartyKind
    id_kind: IdKind
    identifier: str
    name: str
    region: str
    phone: str = ""
    scheme: Scheme | None = None
    born_on: date | None = None
    grade: str = ""


@transaction.atomic
def register_party(new: NewParty) -> int:
    """Register a party and return its id; refuse a bad or known identifier."""
    row = _row_of(new)
    known = Party.objects.filter(kind=row.kind, identifier_index=row.identifier_index)
    if known.exists():
        raise AlreadyRegistered
    row.save()
    return row.pk


@transaction.atomic
def register_parties(parties: Sequence[NewParty]) -> int:
    """Register those not registered yet; return how many were new."""
    rows = [_row_of(new) for new in parties]
    before = Party.objects.count()
    Party.objects.bulk_create(rows, batch_size=ROWS_PER_INSERT, ignore_conflicts=True)
    return Party.objects.count() - before


@transaction.atomic
def change_phone(party_id: int, phone: str) -> None:
    """Keep a new phone number of a party; refuse what is none."""
    number = check_phone(phone)
    party = Party.objects.select_for_update().get(pk=party_id)
    party.phone, party.phone_index = number, phone_mark(number)
    party.save(update_fields=["phone", "phone_index"])


def _row_of(new: NewParty) -> Party:
    if new.scheme is not None and new.kind is not PartyKind.PERSON:
        raise SchemeOfPersons
    identifier = check_identifier(new.id_kind, new.identifier)
    phone = check_phone(new.phone) if new.phone else ""
    return Party(
        kind=new.kind.value,
        region=new.region,
        scheme=new.scheme.value if new.scheme else "",
        id_kind=new.id_kind.value,
        name=new.name,
        identifier=identifier,
        identifier_index=identifier_mark(identifier, new.kind),
        phone=phone,
        phone_index=phone_mark(phone),
        name_index=name_mark(new.name.strip()),
        initials_index=initials_mark(initials_of(new.name)),
        born_on=new.born_on or _born_on(new.id_kind, identifier),
        grade=new.grade,
    )


def _born_on(id_kind: IdKind, identifier: str) -> date | None:
    """Return the day of birth an id number tells; other papers tell none."""
    if id_kind is not IdKind.RESIDENT_CARD:
        return None
    return check_resident_id(identifier).born_on
