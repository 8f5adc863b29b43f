"""Finding, registering and locking the persons and employers a form names."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from tongban.core.access.identifiers import (
    check_credit_code,
    check_identifier,
    check_resident_id,
    plain,
)
from tongban.core.access.parties import IdKind, PartyKind, Scheme
from tongban.core.enrolment.kinds import Sex
from tongban.core.refusals import Refusal
from tongban.records.enrolment.models import Employer, InsuredPerson
from tongban.records.parties.models import Party, identifier_mark
from tongban.services.enrolment.writing import (
    Occasion,
    Subject,
    changed,
    made,
    snapshot,
)
from tongban.services.parties.operations import NewParty, register_parties


class PersonUnknown(Refusal):
    """Nobody is registered under this number."""

    code = "enrolment.person_unknown"

    def __init__(self) -> None:
        super().__init__("Nobody has this number.")


class NameDiffers(Refusal):
    """The number is registered under another name."""

    code = "enrolment.name_differs"

    def __init__(self) -> None:
        super().__init__("The number belongs to another name.")


class EmployerUnknown(Refusal):
    """No employer is registered under this code, or it no longer insures anybody."""

    code = "enrolment.employer_unknown"

    def __init__(self, credit_code: str) -> None:
        super().__init__(f"No employer {credit_code}.", credit_code=credit_code)


_KINDS_OF_NATION: Final = {
    "hk": (IdKind.HONG_KONG_MACAO_PERMIT, IdKind.OTHER),
    "mo": (IdKind.HONG_KONG_MACAO_PERMIT, IdKind.OTHER),
    "tw": (IdKind.TAIWAN_PERMIT, IdKind.OTHER),
    "other": (IdKind.FOREIGN_RESIDENCE, IdKind.PASSPORT),
}


@dataclass(frozen=True, slots=True)
class Named:
    """A person as a form names them."""

    name: str
    id_number: str
    region: str
    scheme: Scheme
    phone: str = ""
    nationality: str = "cn"
    born_on: date | None = None
    sex: Sex = Sex.UNKNOWN
    address: str = ""


def find_person(id_number: str) -> Party | None:
    """Return the person registered under a number, or nothing."""
    mark = identifier_mark(plain(id_number), PartyKind.PERSON)
    return Party.objects.filter(
        kind=PartyKind.PERSON.value, identifier_index=mark
    ).first()


def enrolled(named: Named, *, cause: Occasion) -> InsuredPerson:
    """Return the person a form names, registered if need be, and locked.

    Refuses a number of another name, and one that is no such number.
    """
    found = find_person(named.id_number)
    if found is None:
        register_parties([_new_party(named)])
        found = find_person(named.id_number)
    if found is None:
        raise PersonUnknown
    if _folded(found.name) != _folded(named.name):
        raise NameDiffers
    person = locked_person(found.pk)
    before = snapshot(person)
    person.sex = _sex_of(named, found, person).value
    person.nationality = named.nationality or person.nationality
    person.address = named.address or person.address
    person.household_region = person.household_region or named.region
    changed(person, before, subject=Subject(person_id=person.pk), cause=cause)
    return person


def locked_person(party_id: int) -> InsuredPerson:
    """Return the register's row of a person, made if need be, locked.

    Whoever changes anything of a person holds this lock until the end.
    """
    InsuredPerson.objects.bulk_create(
        [InsuredPerson(party_id=party_id)], ignore_conflicts=True
    )
    person = InsuredPerson.objects.select_for_update().get(pk=party_id)
    InsuredPerson.objects.filter(pk=party_id).update(version=person.version + 1)
    person.version += 1
    return person


def locked_employer(credit_code: str) -> Employer:
    """Return the registered employer of a credit code, locked; refuse others."""
    found = find_employer(credit_code)
    if found is None:
        raise EmployerUnknown(credit_code)
    return Employer.objects.select_for_update(of=("self",)).get(pk=found.pk)


def find_employer(credit_code: str) -> Employer | None:
    """Return the registration of the employer or school with a code, or nothing."""
    party = find_unit(credit_code)
    return None if party is None else Employer.objects.filter(pk=party.pk).first()


def find_unit(credit_code: str) -> Party | None:
    """Return the employer's party with a credit code, or nothing."""
    mark = identifier_mark(plain(credit_code), PartyKind.EMPLOYER)
    return Party.objects.filter(
        kind=PartyKind.EMPLOYER.value, identifier_index=mark
    ).first()


def unit_named(credit_code: str, *, name: str, region: str) -> Party:
    """Return the employer's party with a code, registered if need be."""
    check_credit_code(credit_code)
    register_parties(
        [
            NewParty(
                kind=PartyKind.EMPLOYER,
                id_kind=IdKind.CREDIT_CODE,
                identifier=credit_code,
                name=name,
                region=region,
            )
        ]
    )
    found = find_unit(credit_code)
    if found is None:
        raise EmployerUnknown(credit_code)
    return found


def register_employer(row: Employer, *, cause: Occasion) -> None:
    """Keep a new employer's registration."""
    made(row, subject=Subject(employer_id=row.party_id), cause=cause)


def _new_party(named: Named) -> NewParty:
    return NewParty(
        kind=PartyKind.PERSON,
        id_kind=_id_kind(named),
        identifier=named.id_number,
        name=named.name,
        region=named.region,
        phone=named.phone,
        scheme=named.scheme,
        born_on=named.born_on,
    )


def _id_kind(named: Named) -> IdKind:
    """Return the first paper of the nation whose numbers look like this one."""
    kinds = _KINDS_OF_NATION.get(named.nationality, (IdKind.RESIDENT_CARD,))
    for kind in kinds[:-1]:
        try:
            check_identifier(kind, named.id_number)
        except Refusal:
            continue
        return kind
    check_identifier(kinds[-1], named.id_number)
    return kinds[-1]


def _sex_of(named: Named, party: Party, person: InsuredPerson) -> Sex:
    known = Sex(person.sex)
    if known is not Sex.UNKNOWN:
        return known
    if named.sex is not Sex.UNKNOWN or party.id_kind != IdKind.RESIDENT_CARD:
        return named.sex
    return sex_told(party.identifier)


def sex_told(id_number: str) -> Sex:
    """Return the sex an id number tells."""
    return Sex.MALE if check_resident_id(id_number).is_male else Sex.FEMALE


def same_name(one: str, other: str) -> bool:
    """Say whether two spellings are one name, whatever spaces and dots they have."""
    return _folded(one) == _folded(other)


def _folded(name: str) -> str:
    return "".join(name.split())
