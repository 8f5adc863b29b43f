"""The invented people of the demo region: the same on every machine."""

import hashlib
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from tongban.core.access.identifiers import (
    SYNTHETIC_ID_PREFIX,
    SYNTHETIC_PHONE_PREFIX,
    credit_check_sign,
    resident_check_sign,
)
from tongban.core.access.parties import IdKind, PartyKind, Scheme
from tongban.services.demo.roster import Crowd, DemoPerson, DemoUnit
from tongban.services.parties.operations import NewParty

_AREA: Final = SYNTHETIC_ID_PREFIX + "0001"
_DAYS_OF_YEAR: Final = 365
_PAIRS: Final = 500
_TEN: Final = 10
_UNIT_ORDER: Final = tuple(PartyKind)


def persons_of(
    named: Sequence[DemoPerson], crowd: Crowd
) -> tuple[tuple[str, NewParty], ...]:
    """Return the people with the code of those who have one."""
    first = tuple(
        (person.code, person_of(person, place)) for place, person in enumerate(named)
    )
    others = tuple(
        ("", _drawn(crowd, place))
        for place in range(len(named), len(named) + crowd.count)
    )
    return first + others


def unit_of(unit: DemoUnit) -> NewParty:
    """Return the party of an employer, school, hospital or pharmacy."""
    number = int(unit.code.rpartition("-")[2])
    return NewParty(
        kind=unit.kind,
        id_kind=IdKind.CREDIT_CODE,
        identifier=credit_code(unit.kind, unit.region, number),
        name=unit.name,
        region=unit.region,
        phone=f"{SYNTHETIC_PHONE_PREFIX}9{_UNIT_ORDER.index(unit.kind)}{number:06d}",
        grade=unit.grade,
    )


def credit_code(kind: PartyKind, region: str, number: int) -> str:
    """Return a valid credit code beginning with 99, which no register gives out."""
    first_17 = f"99{region}99{_UNIT_ORDER.index(kind)}{number:06d}"
    return first_17 + credit_check_sign(first_17)


def resident_id(*, born_on: date, place: int, is_male: bool) -> str:
    """Return a valid id number beginning with 99; ``place`` keeps them apart."""
    order = (place % _PAIRS) * 2 + (1 if is_male else 0)
    first_17 = f"{_AREA}{born_on:%Y%m%d}{order:03d}"
    return first_17 + resident_check_sign(first_17)


def person_of(person: DemoPerson, place: int = 0) -> NewParty:
    """Return the party of a person with a name; its own place counts first."""
    return _person(
        place if person.place is None else person.place,
        name=person.name,
        region=person.region,
        scheme=person.scheme,
        born_on=person.born_on,
        is_male=person.is_male,
    )


def _drawn(crowd: Crowd, place: int) -> NewParty:
    lot = hashlib.sha256(f"tongban demo {place}".encode()).digest()
    is_male = lot[0] % 2 == 1
    given = crowd.male if is_male else crowd.female
    first_year, last_year = crowd.birth_years
    year = first_year + lot[1] % (last_year - first_year + 1)
    day = date(year, 1, 1) + timedelta(days=(lot[2] * 256 + lot[3]) % _DAYS_OF_YEAR)
    is_employee = lot[4] % _TEN < crowd.employee_of_ten
    return _person(
        place,
        name=crowd.surnames[lot[5] % len(crowd.surnames)] + given[lot[6] % len(given)],
        region=crowd.regions[lot[7] % len(crowd.regions)],
        scheme=Scheme.EMPLOYEE if is_employee else Scheme.RESIDENT,
        born_on=day,
        is_male=is_male,
    )


def _person(
    place: int,
    *,
    name: str,
    region: str,
    scheme: Scheme,
    born_on: date,
    is_male: bool,
) -> NewParty:
    return NewParty(
        kind=PartyKind.PERSON,
        id_kind=IdKind.RESIDENT_CARD,
        identifier=resident_id(born_on=born_on, place=place, is_male=is_male),
        name=name,
        region=region,
        phone=f"{SYNTHETIC_PHONE_PREFIX}0{place + 1:07d}",
        scheme=scheme,
        born_on=born_on,
    )
