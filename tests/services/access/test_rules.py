"""Rules of routes: who is let in, and what the others are told."""

import inspect

import pytest
from django.http import HttpRequest, HttpResponse

from tongban.core.access.actor import Actor, ActorKind, Grant, Role
from tongban.services.access import rules

CITIZEN = Actor(ActorKind.CITIZEN, account_id=1, name="张")
EMPLOYER = Actor(ActorKind.EMPLOYER, account_id=2, name="人事")
CLERK = Actor(
    ActorKind.STAFF, account_id=3, name="韩", grants=(Grant(Role.CLERK, "/370000/"),)
)


def view(request: HttpRequest, number: str) -> HttpResponse:
    return HttpResponse(number)


def request_of(actor: Actor | None) -> HttpRequest:
    request = HttpRequest()
    request.actor = actor
    return request


@pytest.mark.parametrize(
    ("case", "decorate", "let_in"),
    [
        ("public", rules.public, {None, CITIZEN, EMPLOYER, CLERK}),
        ("signed in", rules.signed_in, {CITIZEN, EMPLOYER, CLERK}),
        ("applicants", rules.applicants, {CITIZEN, EMPLOYER}),
        ("citizens", rules.citizens, {CITIZEN}),
        ("all staff", rules.staff(), {CLERK}),
        ("clerks", rules.staff(Role.CLERK, Role.HELPER), {CLERK}),
        ("finance", rules.staff(Role.FINANCE), set()),
    ],
)
def test_a_rule_lets_in_whom_it_names(case, decorate, let_in):
    guarded = decorate(view)
    for actor in (None, CITIZEN, EMPLOYER, CLERK):
        if actor in let_in:
            assert guarded(request_of(actor), "1").content == b"1"
        else:
            with pytest.raises((rules.NotSignedIn, rules.WrongDoor, rules.NoRole)):
                guarded(request_of(actor), "1")


def test_each_no_has_its_own_code():
    finance = rules.staff(Role.FINANCE)(view)

    with pytest.raises(rules.NotSignedIn) as unknown:
        finance(request_of(None), "1")
    with pytest.raises(rules.WrongDoor):
        finance(request_of(CITIZEN), "1")
    with pytest.raises(rules.NoRole) as other:
        finance(request_of(CLERK), "1")
    assert unknown.value.data == {"for_staff": True}
    assert other.value.data == {"roles": ["finance"]}


def test_a_view_carries_its_rule_and_keeps_its_signature():
    guarded = rules.staff(Role.CLERK)(view)

    assert guarded.access_rule.name == "staff: clerk"
    assert rules.staff()(view).access_rule.name == "staff: all"
    assert inspect.signature(guarded) == inspect.signature(view)


def test_acting_refuses_when_nobody_acts():
    assert rules.acting(request_of(CITIZEN)) is CITIZEN
    with pytest.raises(rules.NotSignedIn):
        rules.acting(HttpRequest())
