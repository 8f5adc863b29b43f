"""The second wall: nobody but owner, guardian and reader sees a credential."""

import pytest
from django.db import DatabaseError, transaction
from tests.services.cases.stage import envelope
from tests.services.credentials.wallet import activated, child_of, party_of, shown_by

from tongban.core.credentials.purposes import Purpose, Scope
from tongban.records.credentials.models import (
    Credential,
    CredentialEvent,
    CredentialUse,
    FaceTemplate,
    Guardianship,
    PhoneCheck,
)
from tongban.records.parties.models import Party
from tongban.services.access.scope import scoped
from tongban.services.credentials.operations import activate
from tongban.services.credentials.scope import shown
from tongban.services.credentials.showing import show_code
from tongban.services.credentials.using import use_code


def seen(login: str) -> tuple[int, ...]:
    with scoped(envelope(login).actor):
        return tuple(
            model.objects.count()
            for model in (
                Credential,
                CredentialEvent,
                CredentialUse,
                PhoneCheck,
                Guardianship,
                FaceTemplate,
            )
        )


def test_owner_guardian_office_and_provider_see_their_part_and_strangers_nothing():
    child = child_of("wangjianguo")
    activated("wangjianguo", party_id=child)
    sent = envelope("wangjianguo")
    with scoped(sent.actor):
        code = show_code(sent, party_id=child, scope=Scope.ANY).text
    hospital = envelope("hospital-city")
    with scoped(hospital.actor):
        use_code(hospital, code, purpose=Purpose.VISIT)
    assert seen("wangjianguo") == (1, 1, 1, 1, 1, 0)
    assert seen("hospital-city") == (0, 0, 1, 0, 0, 0)
    assert seen("clerk1")[:2] == (1, 1)
    assert seen("limin") == (0, 0, 0, 0, 0, 0)
    assert seen("hr-machinery") == (0, 0, 0, 0, 0, 0)


def test_as_the_web_role_everything_works():
    zhaolei, clerk = envelope("zhaolei"), envelope("clerk1")
    with scoped(clerk.actor):
        activate(clerk, party_id=party_of("zhaolei"))
    with scoped(zhaolei.actor):
        code = shown_by("zhaolei").text
    hospital = envelope("hospital-city")
    with scoped(hospital.actor):
        person = use_code(hospital, code, purpose=Purpose.REGISTER)
        assert person.masked_name == "赵*"
        assert not Party.objects.filter(pk=person.party_id).exists()


def test_a_number_opens_its_own_row_only_and_no_person_without_it():
    activated("zhaolei")
    activated("limin")
    number = Credential.objects.get(party_id=party_of("zhaolei")).number
    other = Credential.objects.get(party_id=party_of("limin")).number
    query = "SELECT * FROM person_by_credential(%s)"
    with scoped(envelope("hr-machinery").actor), shown(number):
        assert [row.number for row in Credential.objects.all()] == [number]
        assert len(list(Party.objects.raw(query, [number]))) == 1
        assert list(Party.objects.raw(query, [other])) == []
    with scoped(envelope("hr-machinery").actor):
        assert not Credential.objects.exists()
        assert list(Party.objects.raw(query, [number])) == []


def test_nobody_writes_a_use_for_a_credential_not_shown():
    activated("zhaolei")
    row = Credential.objects.get()
    stranger = envelope("hr-machinery")
    with (
        pytest.raises(DatabaseError, match="row-level security"),
        transaction.atomic(),
        scoped(stranger.actor),
    ):
        CredentialUse.objects.create(
            credential=row,
            party_id=row.party_id,
            purpose="visit",
            way="code",
            mark="00",
            at=stranger.now,
            place="x",
            key="k",
        )


@pytest.mark.parametrize("model", [CredentialUse, CredentialEvent])
def test_uses_and_events_are_never_changed(model):
    activated("zhaolei")
    code = shown_by("zhaolei").text
    use_code(envelope("clerk1"), code, purpose=Purpose.COUNTER)
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.update(key="other")
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.all().delete()
