"""What the database itself refuses about parties."""

import pytest
from django.core.exceptions import FieldError
from django.db import IntegrityError, connection

from tongban.core.access.parties import IdKind, PartyKind
from tongban.records.parties.models import Party, identifier_mark, phone_mark

pytestmark = pytest.mark.django_db


def make_person(identifier: str = "990001195001010022", **changes: object) -> Party:
    values: dict[str, object] = {
        "kind": PartyKind.PERSON.value,
        "region": "370705",
        "scheme": "resident",
        "id_kind": IdKind.RESIDENT_CARD.value,
        "name": "张桂兰",
        "identifier": identifier,
        "identifier_index": identifier_mark(identifier, PartyKind.PERSON),
        "phone": "10000000001",
        "phone_index": phone_mark("10000000001"),
    }
    return Party.objects.create(**{**values, **changes})


def test_the_database_never_holds_the_plain_text():
    made = make_person()

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM parties_party WHERE id = %s", [made.pk])
        row = " ".join(str(cell) for cell in cursor.fetchone())

    for plain in ("张桂兰", "990001195001010022", "10000000001"):
        assert plain not in row
    again = Party.objects.get(phone_index=phone_mark("10000000001"))
    assert (again.name, again.identifier) == ("张桂兰", "990001195001010022")


def test_one_identifier_belongs_to_one_person():
    make_person()

    with pytest.raises(IntegrityError, match="party_identifier_once"):
        make_person()


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"kind": "cat"}, "party_kind_known"),
        ({"id_kind": "library card"}, "party_id_kind_known"),
        ({"kind": "employer"}, "party_scheme_of_persons"),
        ({"scheme": "other"}, "party_scheme_of_persons"),
        ({"identifier_index": ""}, "party_identifier_indexed"),
    ],
)
def test_what_cannot_be_is_refused(changes, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        make_person(**changes)


def test_a_sealed_field_cannot_be_searched():
    with pytest.raises(FieldError, match="blind index"):
        Party.objects.filter(name="张桂兰").exists()


def test_a_bulk_update_is_sealed_too():
    made = make_person()
    made.name = "王秀英"

    Party.objects.bulk_update([made], ["name"])

    assert Party.objects.get().name == "王秀英"
