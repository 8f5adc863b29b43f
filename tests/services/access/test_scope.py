"""The scope of a request on the connection."""

import pytest
from django.db import DatabaseError, connection

from tongban.core.access.actor import SYSTEM, Actor, ActorKind
from tongban.services.access import scope
from tongban.services.access.scope import (
    enter_scope,
    leave_scope,
    scope_of,
    scoped,
)

CLERK = Actor(
    ActorKind.STAFF, account_id=7, name="韩雪", office_path="/370000/370700/370705/"
)
CITIZEN = Actor(ActorKind.CITIZEN, account_id=8, name="张桂兰", party_ids=(1, 2))


def shown() -> tuple[str, ...]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('tongban.office_path', true),"
            " current_setting('tongban.party_ids', true),"
            " current_setting('tongban.account_id', true)"
        )
        return cursor.fetchone()


def test_an_actor_is_three_settings():
    assert scope_of(None) == ("", "", "")
    assert scope_of(SYSTEM) == ("", "", "")
    assert scope_of(CLERK) == ("/370000/370700/370705/", "", "7")
    assert scope_of(CITIZEN) == ("", "1,2", "8")


@pytest.mark.django_db
def test_a_scope_is_entered_and_taken_off_again():
    enter_scope(CITIZEN)
    assert shown() == ("", "1,2", "8")

    enter_scope(CLERK)
    assert shown() == ("/370000/370700/370705/", "", "7")

    leave_scope()
    assert shown() == ("", "", "")


@pytest.mark.django_db
def test_a_block_leaves_its_scope_even_when_it_fails():
    with pytest.raises(LookupError), scoped(CITIZEN):
        raise LookupError

    assert shown() == ("", "", "")


@pytest.mark.django_db
def test_a_connection_that_cannot_leave_its_scope_is_closed(monkeypatch):
    closed = []

    def fail(*_: object) -> None:
        raise DatabaseError("aborted")

    monkeypatch.setattr(scope, "_run", fail)
    monkeypatch.setattr(scope.connection, "close", lambda: closed.append(True))

    leave_scope()

    assert closed == [True]
