"""Whom a message is about: by paper, code or person number; one person a call."""

from functools import lru_cache
from typing import Final

from tongban.core.access.parties import PartyKind
from tongban.records.parties.models import Party, identifier_mark
from tongban.records.security.cipher import blind_index
from tongban.services.hsa.refusals import PersonNotFound
from tongban.services.hsa.registry import Call
from tongban.services.hsa.scope import open_person

ID_DIGITS: Final = 12
PROOF_DIGITS: Final = 8
NUMBERS_KEPT: Final = 4_096  # a message asks several times for one person
_HEX: Final = 16


@lru_cache(maxsize=NUMBERS_KEPT)
def person_number(party_id: int) -> str:
    """Return the person number (人员编号): the row and a proof nobody can guess."""
    proof = int(blind_index(str(party_id), purpose="hsa person number"), _HEX)
    return f"{party_id:0{ID_DIGITS}d}{proof % 10**PROOF_DIGITS:0{PROOF_DIGITS}d}"


def party_of_number(number: str) -> int:
    """Return whose number it is; refuses ``hsa.person_not_found``."""
    plain = number.strip()
    if len(plain) != ID_DIGITS + PROOF_DIGITS or not (
        plain.isascii() and plain.isdecimal()
    ):
        raise PersonNotFound
    party_id = int(plain[:ID_DIGITS])
    if person_number(party_id) != plain:
        raise PersonNotFound
    return party_id


def open_by_number(call: Call, number: str) -> Party:
    """Open the person of a number for this call and return the party."""
    return opened(call, party_of_number(number))


def open_by_identifier(call: Call, identifier: str) -> Party:
    """Open the person of a whole paper number for this call."""
    mark = identifier_mark(identifier, PartyKind.PERSON)
    rows = Party.objects.raw("SELECT * FROM hsa_person(%s)", [mark])
    found = next(iter(rows), None)
    if found is None:
        raise PersonNotFound
    return opened(call, found.pk)


def opened(call: Call, party_id: int) -> Party:
    """Let the call see one person's rows, and note whose data it opened."""
    open_person(call.institution, party_id)
    found = Party.objects.filter(pk=party_id, kind=PartyKind.PERSON.value).first()
    if found is None:
        raise PersonNotFound
    call.served.person_id = party_id
    return found
