"""Finding parties and showing them, masked unless a page says otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from tongban.core.access.identifiers import plain
from tongban.core.access.masking import mask_identifier, mask_name, mask_phone
from tongban.core.access.parties import IdKind, PartyKind, Scheme
from tongban.core.refusals import Refusal
from tongban.records.parties.models import Party, identifier_mark, name_mark, phone_mark


class PartyUnknown(Refusal):
    """There is no such party within reach."""

    code = "parties.unknown"

    def __init__(self) -> None:
        super().__init__("There is no such party within reach.")


@dataclass(frozen=True, slots=True)
class PartyCard:
    """What is known of a party; pages show the masked forms by default."""

    id: int
    kind: PartyKind
    region: str
    scheme: Scheme | None
    id_kind: IdKind
    name: str
    identifier: str
    phone: str
    born_on: date | None
    grade: str

    @property
    def masked_name(self) -> str:
        """The name of a person masked; organisations are public."""
        return mask_name(self.name) if self.kind is PartyKind.PERSON else self.name

    @property
    def masked_identifier(self) -> str:
        """The id number of a person masked; credit codes are public."""
        if self.kind is PartyKind.PERSON:
            return mask_identifier(self.identifier)
        return self.identifier

    @property
    def masked_phone(self) -> str:
        """The phone, masked for everybody."""
        return mask_phone(self.phone)


def person_known(identifier: str, name: str) -> tuple[int, date | None] | None:
    """Return id and birthday of a person, for who knows number and name together.

    One of the two alone tells nothing, whoever asks.
    """
    marks = [identifier_mark(plain(identifier), PartyKind.PERSON), name_mark(name)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, born_on FROM person_of_number(%s, %s)", marks)
        found = cursor.fetchone()
    return (int(found[0]), found[1]) if found is not None and all(marks) else None


def party_card(party_id: int) -> PartyCard:
    """Return what is known of a party; refuse one out of reach."""
    found = Party.objects.filter(pk=party_id).first()
    if found is None:
        raise PartyUnknown
    return _card_of(found)


def party_cards(party_ids: Sequence[int]) -> tuple[PartyCard, ...]:
    """Return the parties within reach, in the order asked for."""
    found = Party.objects.in_bulk(list(party_ids))
    return tuple(
        _card_of(found[party_id]) for party_id in party_ids if party_id in found
    )


def find_party(kind: PartyKind, identifier: str) -> PartyCard | None:
    """Return the party with an identifier, or nothing."""
    mark = identifier_mark(plain(identifier), kind)
    found = Party.objects.filter(kind=kind.value, identifier_index=mark).first()
    return None if found is None else _card_of(found)


def find_parties_by_phone(phone: str) -> tuple[PartyCard, ...]:
    """Return the parties reached by a phone number; several may share one."""
    mark = phone_mark(plain(phone))
    if not mark:
        return ()
    return tuple(
        _card_of(row) for row in Party.objects.filter(phone_index=mark).order_by("id")
    )


def _card_of(row: Party) -> PartyCard:
    return PartyCard(
        id=row.pk,
        kind=PartyKind(row.kind),
        region=row.region,
        scheme=Scheme(row.scheme) if row.scheme else None,
        id_kind=IdKind(row.id_kind),
        name=row.name,
        identifier=row.identifier,
        phone=row.phone,
        born_on=row.born_on,
        grade=row.grade,
    )
