"""Registering and finding parties."""

from datetime import date

import pytest

from tongban.core.access.identifiers import BadPhone, BadResidentId
from tongban.core.access.parties import IdKind, PartyKind, Scheme
from tongban.records.parties.models import Party
from tongban.services.parties.operations import (
    AlreadyRegistered,
    NewParty,
    SchemeOfPersons,
    change_phone,
    register_parties,
    register_party,
)
from tongban.services.parties.queries import (
    PartyUnknown,
    find_parties_by_phone,
    find_party,
    party_card,
    party_cards,
)

pytestmark = pytest.mark.django_db
# Check signs by GB 11643; the prefix 99 belongs to nobody.
ID = "990001195103080001"


def valid_id(first_17: str) -> str:
    weights = [2 ** (17 - place) % 11 for place in range(17)]
    total = sum(int(d) * w for d, w in zip(first_17, weights, strict=True))
    return first_17 + "10X98765432"[total % 11]


ZHANG = NewParty(
    kind=PartyKind.PERSON,
    id_kind=IdKind.RESIDENT_CARD,
    identifier=valid_id(ID[:17]),
    name="张桂兰",
    region="370705",
    phone="10000000001",
    scheme=Scheme.RESIDENT,
)
HOSPITAL = NewParty(
    kind=PartyKind.INSTITUTION,
    id_kind=IdKind.OTHER,
    identifier="H-0001",
    name="潍坊示例市立医院",
    region="370705",
    grade="3",
)


def changed(party: NewParty, **changes: object) -> NewParty:
    return NewParty(**{**{f: getattr(party, f) for f in NewParty.__slots__}, **changes})


def test_a_registered_person_is_found_by_id_and_by_phone():
    party_id = register_party(ZHANG)

    card = find_party(PartyKind.PERSON, f" {ZHANG.identifier.lower()} ")

    assert card == party_card(party_id)
    assert find_parties_by_phone("100 0000 0001") == (card,)
    assert (card.name, card.scheme, card.born_on) == (
        "张桂兰",
        Scheme.RESIDENT,
        date(1951, 3, 8),
    )


def test_a_card_masks_people_and_shows_organisations():
    person = party_card(register_party(ZHANG))
    hospital = party_card(register_party(HOSPITAL))

    assert person.masked_name == "张**"
    assert person.masked_phone == "100****0001"
    assert person.masked_identifier.startswith("9900**********")
    assert hospital.masked_name == hospital.name
    assert hospital.masked_identifier == "H-0001"
    assert hospital.grade == "3"
    assert hospital.born_on is None


def test_one_id_is_registered_once_for_each_kind_of_party():
    register_party(ZHANG)

    with pytest.raises(AlreadyRegistered):
        register_party(changed(ZHANG, name="另一个人"))


@pytest.mark.parametrize(
    ("party", "refusal"),
    [
        (changed(ZHANG, identifier=ID[:17] + "?"), BadResidentId),
        (changed(ZHANG, phone="123"), BadPhone),
        (changed(HOSPITAL, scheme=Scheme.EMPLOYEE), SchemeOfPersons),
    ],
)
def test_what_is_wrong_is_refused_and_nothing_is_kept(party, refusal):
    with pytest.raises(refusal):
        register_party(party)

    assert not Party.objects.exists()


def test_registering_many_skips_those_known():
    assert register_parties([ZHANG, HOSPITAL]) == 2
    assert register_parties([ZHANG, HOSPITAL]) == 0


def test_a_changed_phone_is_found_and_the_old_one_is_not():
    party_id = register_party(ZHANG)

    change_phone(party_id, "10000000002")

    assert [card.id for card in find_parties_by_phone("10000000002")] == [party_id]
    assert find_parties_by_phone("10000000001") == ()
    with pytest.raises(BadPhone):
        change_phone(party_id, "2")


def test_an_unknown_party_is_refused_and_an_empty_phone_finds_nobody():
    register_party(HOSPITAL)

    assert find_party(PartyKind.PERSON, "H-0001") is None
    assert find_parties_by_phone("") == ()
    with pytest.raises(PartyUnknown):
        party_card(0)


def test_many_cards_come_in_the_order_asked_for():
    first, second = register_party(ZHANG), register_party(HOSPITAL)

    assert [card.id for card in party_cards([second, 0, first])] == [second, first]
