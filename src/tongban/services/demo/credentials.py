"""Credentials of the demo's people, shown at its hospital, pharmacy and window."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from tongban.core.access.actor import Actor, ActorKind
from tongban.core.credentials.guardians import of_age_on
from tongban.core.credentials.purposes import Purpose, Scope
from tongban.core.items.catalogue import Channel
from tongban.records.accounts.models import Account
from tongban.records.credentials.models import Credential
from tongban.services.access.queries import actor_of
from tongban.services.cases.envelope import CHINA, Envelope
from tongban.services.credentials.guardians import bind_child
from tongban.services.credentials.operations import activate
from tongban.services.credentials.rules import credential_rules
from tongban.services.credentials.showing import show_code
from tongban.services.credentials.using import use_code
from tongban.services.demo import roster
from tongban.services.demo.documents import read_demo
from tongban.services.demo.people import persons_of
from tongban.services.parties.operations import NewParty
from tongban.services.parties.queries import find_party

FILE: Final = "demo/credentials.yaml"
SCHEMA: Final = "demo-credentials"
SHOWING: Final = Actor(kind=ActorKind.CITIZEN, account_id=None, name="演示")
STEP_MINUTES: Final = 12
FIRST_HOUR: Final = 9


def load_demo_credentials(now: datetime) -> int:
    """Activate, bind and show once; return how many credentials there are."""
    if Credential.objects.exists():
        return Credential.objects.count()
    said = credentials()
    clerk = _actor(said["clerk"], now)
    before = now - timedelta(days=60)
    holders = [*_own(said["activated"]), *_some_of_crowd(said["crowd"])]
    for place, party_id in enumerate(holders):
        sent = _envelope(clerk, before, key=f"activate-{place}")
        activate(sent, party_id=party_id)
    _bind(said["guardian"], clerk, now)
    for place, visit in enumerate(said["visits"]):
        _visit(visit, holders, now=now, place=place)
    return Credential.objects.count()


def credentials() -> Mapping[str, Any]:
    """Return what the demo file says."""
    return read_demo(FILE, SCHEMA)


def _own(logins: Sequence[str]) -> Iterator[int]:
    for login in logins:
        party_id = Account.objects.get(login_name=login).party_id
        if party_id is not None:
            yield party_id


def _some_of_crowd(count: int) -> Iterator[int]:
    for person in _crowd()[:count]:
        found = find_party(person.kind, person.identifier)
        if found is not None:
            yield found.id


def _crowd() -> list[NewParty]:
    people = persons_of(roster.named_persons(), roster.crowd())
    return [person for code, person in people if not code]


def _bind(said: Mapping[str, str], clerk: Actor, now: datetime) -> None:
    """Bind the first child of the crowd with the guardian's surname."""
    sent = _envelope(clerk, now, key="bind")
    adult_age = credential_rules(sent.today).adult_age
    child = next(
        one
        for one in _crowd()
        if one.name.startswith(said["child_surname"])
        and one.born_on is not None
        and one.born_on < sent.today < of_age_on(one.born_on, adult_age)
    )
    guardian_id = next(_own([said["login"]]))
    bind_child(
        sent,
        guardian_id=guardian_id,
        identifier=child.identifier,
        name=child.name,
        proof=said["proof"],
    )


def _visit(
    said: Mapping[str, Any], holders: Sequence[int], *, now: datetime, place: int
) -> None:
    """Let some of the holders go through the steps on one day, one after another."""
    day = now.astimezone(CHINA).date() - timedelta(days=said["days_ago"])
    reader = _actor(said["reader"], now)
    for turn, party_id in enumerate(holders[place % 3 :: 2]):
        for step, purpose in enumerate(said["steps"]):
            at = _moment(day, turn, step) + timedelta(hours=place)
            owner = replace(SHOWING, party_ids=(party_id,))
            code = show_code(
                _envelope(owner, at, key="show"), party_id=party_id, scope=Scope.ANY
            )
            sent = _envelope(reader, at, key=f"use-{place}-{turn}-{step}")
            use_code(sent, code.text, purpose=Purpose(purpose))


def _moment(day: date, turn: int, step: int) -> datetime:
    start = datetime(day.year, day.month, day.day, FIRST_HOUR, tzinfo=CHINA)
    return start + timedelta(minutes=STEP_MINUTES * step + turn)


def _envelope(actor: Actor, at: datetime, *, key: str) -> Envelope:
    return Envelope(
        actor=actor, now=at, key=f"demo-credential-{key}", channel=Channel.COUNTER
    )


def _actor(login: str, now: datetime) -> Actor:
    return actor_of(Account.objects.get(login_name=login), now.date())
