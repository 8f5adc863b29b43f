"""Loading the demo region: offices, people, units, accounts. Twice is once."""

import hashlib
from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.encoding import force_str

from tongban.core.access.actor import ActorKind
from tongban.core.days import Period
from tongban.services.access.operations import (
    NewAccount,
    NewGrant,
    give_duties,
    give_grant,
    hash_password,
    open_account,
    open_office,
    record_training,
    register_second_step,
    sign_agreement,
)
from tongban.services.demo import roster
from tongban.services.demo.people import persons_of, unit_of
from tongban.services.demo.queries import OnlyInDemo
from tongban.services.demo.roster import DemoLogin
from tongban.services.parties.operations import NewParty, register_parties
from tongban.services.parties.queries import find_party


def load_demo(now: datetime) -> None:
    """Bring the demo region up to its policy files; refused outside a demo.

    ``now`` dates agreements and rights. Loading again changes nothing but what
    the files changed.
    """
    if not settings.TONGBAN_DEMO:
        raise OnlyInDemo
    with transaction.atomic():
        for office in roster.offices():
            open_office(office)
        parties = _load_parties()
        password_hash = hash_password(roster.demo_password())
        for login in roster.logins():
            _load_login(login, parties, password_hash=password_hash, now=now)


def _load_parties() -> Mapping[str, int]:
    """Register units and people; return the ids of those with a code."""
    coded = [(unit.code, unit_of(unit)) for unit in roster.units()]
    coded += persons_of(roster.named_persons(), roster.crowd())
    register_parties([party for _, party in coded])
    return {code: _id_of(party) for code, party in coded if code}


def _id_of(party: NewParty) -> int:
    found = find_party(party.kind, party.identifier)
    if found is None:
        raise LookupError("A demo party was not registered.")
    return found.id


def _load_login(
    login: DemoLogin,
    parties: Mapping[str, int],
    *,
    password_hash: str,
    now: datetime,
) -> None:
    party_id = parties[login.party] if login.party else None
    account_id = open_account(
        NewAccount(
            login_name=login.login_name,
            display_name=login.display_name,
            kind=login.kind,
            password_hash=password_hash,
            office=login.office,
            party_id=party_id,
            elder_mode=login.elder,
        )
    )
    if party_id is not None and login.duties:
        give_duties(account_id, party_id=party_id, duties=login.duties)
    if login.kind is ActorKind.STAFF:
        _load_staff(account_id, login, now=now)


def _load_staff(account_id: int, login: DemoLogin, *, now: datetime) -> None:
    first = roster.rights_from()
    last_year = now.year + roster.agreement_years()
    until = first.replace(year=last_year)
    sign_agreement(account_id, signed_on=first, until=until)
    record_training(account_id, trained_on=first, until=until)
    register_second_step(account_id, key=_second_step_key(login.login_name))
    for right in login.roles:
        give_grant(
            account_id,
            NewGrant(
                role=right.role,
                office=right.office,
                in_force=Period(roster.rights_from(), None),
                items=right.items,
                steps=right.steps,
            ),
        )


def _second_step_key(login_name: str) -> str:
    """Return the TOTP key (hex) of a demo account, the same at every loading."""
    seed = f"tongban demo second step {login_name} {force_str(settings.SECRET_KEY)}"
    return hashlib.sha256(seed.encode()).hexdigest()[:40]
