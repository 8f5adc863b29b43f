"""A child is bound by a clerk, its guardian acts until it is of age."""

from datetime import date

import pytest
from tests.services.cases.stage import envelope
from tests.services.credentials.wallet import (
    CHILD_NAME,
    activated,
    child_of,
    party_of,
)

from tongban.core.credentials.guardians import NotMinor
from tongban.core.credentials.purposes import Purpose, Scope
from tongban.records.audit.models import AccessLook
from tongban.records.credentials.models import Guardianship
from tongban.records.parties.models import Party
from tongban.services.access.rules import WrongDoor
from tongban.services.access.scope import scoped
from tongban.services.credentials.guardians import bind_child, end_guardianship
from tongban.services.credentials.people import own_people
from tongban.services.credentials.queries import guardians_of, uses_of
from tongban.services.credentials.refusals import (
    ChildUnknown,
    CredentialUnknown,
    NotOwnPerson,
)
from tongban.services.credentials.showing import show_code
from tongban.services.credentials.using import use_code

DAY = date(2023, 9, 11)


def people(login: str, day: date = DAY) -> list[tuple[str, bool]]:
    sent = envelope(login)
    with scoped(sent.actor):
        return [(one.masked_name, one.is_child) for one in own_people(sent.actor, day)]


def test_a_guardian_shows_the_child_s_code_and_reads_its_uses():
    child = child_of("wangjianguo")
    sent = envelope("wangjianguo")
    activated("wangjianguo", party_id=child)
    with scoped(sent.actor):
        code = show_code(sent, party_id=child, scope=Scope.ANY).text
    person = use_code(envelope("clerk1"), code, purpose=Purpose.COUNTER)
    assert (person.party_id, person.name) == (child, CHILD_NAME)
    with scoped(sent.actor):
        assert uses_of(sent, child, page=1).count == 1


def test_the_binding_ends_on_the_eighteenth_birthday():
    child_of("wangjianguo")
    assert people("wangjianguo", date(2033, 4, 30)) == [("王**", False), ("王**", True)]
    assert people("wangjianguo", date(2033, 5, 1)) == [("王**", False)]
    assert people("limin") == [("李*", False)]


def test_a_clerk_ends_a_binding_before_its_day_twice_is_harmless():
    child = child_of("wangjianguo")
    line = guardians_of(party_of("wangjianguo"), today=DAY)[0]
    assert (line.name, line.is_child, line.proof) == (CHILD_NAME, True, "户口簿")
    assert guardians_of(child, today=DAY)[0].name == "王建国"
    for _ in range(2):
        end_guardianship(envelope("clerk1"), guardianship_id=line.id)
    assert guardians_of(child, today=DAY) == ()
    with pytest.raises(NotOwnPerson):
        show_code(envelope("wangjianguo"), party_id=child, scope=Scope.ANY)
    with pytest.raises(CredentialUnknown):
        end_guardianship(envelope("clerk1"), guardianship_id=0)


def bind(login: str, identifier: str, name: str, guardian: str = "wangjianguo"):
    return bind_child(
        envelope(login),
        guardian_id=party_of(guardian),
        identifier=identifier,
        name=name,
        proof="birth",
    )


def test_binding_again_stays_as_it_is_and_the_look_is_logged():
    child = child_of("wangjianguo")
    number = Party.objects.get(pk=child).identifier
    bind("clerk1", number, CHILD_NAME)
    assert Guardianship.objects.count() == 1
    assert AccessLook.objects.filter(party_id=child).count() == 2


def test_adults_strangers_and_other_doors_are_not_bound():
    zhaolei = Party.objects.get(pk=party_of("zhaolei"))
    with pytest.raises(NotMinor):
        bind("clerk1", zhaolei.identifier, "赵磊")
    with pytest.raises(ChildUnknown):
        bind("clerk1", zhaolei.identifier, "别人")
    with pytest.raises(ChildUnknown):
        bind("clerk1", "990000201505010011", CHILD_NAME)
    with pytest.raises(ChildUnknown):
        bind("clerk1", zhaolei.identifier, "赵磊", guardian="zhaolei")
    with pytest.raises(WrongDoor):
        bind("wangjianguo", zhaolei.identifier, "赵磊")
