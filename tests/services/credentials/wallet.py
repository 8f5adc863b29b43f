"""People with phones, credentials and children, for tests of credentials."""

import re
from dataclasses import replace
from datetime import date, timedelta

from tests.services.cases.stage import envelope

from tongban.core.access.parties import IdKind, PartyKind, Scheme
from tongban.core.credentials.purposes import Scope
from tongban.gateways.messaging import phones
from tongban.records.accounts.models import Account
from tongban.records.parties.models import Party
from tongban.services.access.scope import scoped
from tongban.services.cases.envelope import Envelope
from tongban.services.credentials.guardians import bind_child
from tongban.services.credentials.operations import activate
from tongban.services.credentials.phone_checks import send_phone_code
from tongban.services.credentials.showing import ShownCode, show_code
from tongban.services.demo.people import resident_id
from tongban.services.parties.operations import NewParty, register_party

CHILD_NAME = "王小宝"
CHILD_BORN = date(2015, 5, 1)


def party_of(login: str) -> int:
    found = Account.objects.get(login_name=login).party_id
    assert found is not None
    return found


def later(sent: Envelope, seconds: int) -> Envelope:
    return replace(sent, now=sent.now + timedelta(seconds=seconds))


def code_on_phone(login: str) -> str:
    """The newest code on somebody's phone."""
    phone = Party.objects.get(pk=party_of(login)).phone
    newest = phones().messages(phone)[0]
    found = re.search(r"验证码(\d{6})", newest.text)
    assert found
    return found.group(1)


def activated(login: str, *, party_id: int | None = None) -> int:
    """Activate online, with the code sent to the phone."""
    whose = party_of(login) if party_id is None else party_id
    sent = envelope(login)
    with scoped(sent.actor):
        send_phone_code(sent, party_id=whose)
    code = code_on_phone(login)
    with scoped(sent.actor):
        return activate(sent, party_id=whose, phone_code=code)


def shown_by(
    login: str, *, sent: Envelope | None = None, scope: Scope = Scope.ANY
) -> ShownCode:
    return show_code(sent or envelope(login), party_id=party_of(login), scope=scope)


def child_of(login: str, *, born_on: date = CHILD_BORN) -> int:
    """A child on record, bound to somebody by a clerk."""
    number = resident_id(born_on=born_on, place=499, is_male=True)
    child = register_party(
        NewParty(
            PartyKind.PERSON,
            IdKind.RESIDENT_CARD,
            number,
            CHILD_NAME,
            "370705",
            scheme=Scheme.RESIDENT,
        )
    )
    bind_child(
        envelope("clerk1"),
        guardian_id=party_of(login),
        identifier=number,
        name=CHILD_NAME,
        proof="household",
    )
    return child
