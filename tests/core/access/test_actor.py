"""Actors are plain values that cannot be changed on the way."""

from dataclasses import FrozenInstanceError

import pytest

from tongban.core.access.actor import ROLE_WORDS, SYSTEM, Actor, ActorKind, Role


def test_every_role_has_a_word_of_its_own():
    assert set(ROLE_WORDS) == set(Role)
    assert len(set(ROLE_WORDS.values())) == len(Role)


def test_the_system_has_no_account_and_no_rights_to_lend():
    assert SYSTEM.account_id is None
    assert (SYSTEM.grants, SYSTEM.party_ids, SYSTEM.duties) == ((), (), frozenset())


def test_an_actor_cannot_be_raised_in_rank_on_the_way():
    citizen = Actor(ActorKind.CITIZEN, account_id=1, name="张桂兰")

    with pytest.raises(FrozenInstanceError):
        citizen.kind = ActorKind.STAFF
