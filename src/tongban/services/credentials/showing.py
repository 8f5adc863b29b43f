"""Showing one's code: signed anew at every turn, kept nowhere."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from tongban.core.credentials.codes import (
    NONCE_BYTES,
    DynamicCode,
    code_text,
    in_groups,
    step_of,
)
from tongban.core.credentials.purposes import Scope
from tongban.core.credentials.states import State
from tongban.gateways.code_signing import code_key, key_mark, sign_code
from tongban.records.credentials.models import Credential
from tongban.services.cases.envelope import Envelope
from tongban.services.credentials.people import check_shows
from tongban.services.credentials.proving import mark_of
from tongban.services.credentials.refusals import (
    CredentialNotActive,
    CredentialUnknown,
)
from tongban.services.credentials.rules import credential_rules


@dataclass(frozen=True, slots=True)
class ShownCode:
    """A code as its owner shows it: the QR's text, the digits, how long it serves."""

    text: str
    groups: tuple[str, ...]
    until: datetime
    seconds: int
    refresh_seconds: int


def show_code(envelope: Envelope, *, party_id: int, scope: Scope) -> ShownCode:
    """Return a fresh code of one's own or a bound child's credential."""
    check_shows(envelope.actor, party_id, envelope.today)
    row = (
        Credential.objects.filter(party_id=party_id)
        .exclude(state=State.REVOKED.value)
        .first()
    )
    if row is None:
        raise CredentialUnknown
    if row.state != State.ACTIVE.value:
        raise CredentialNotActive(State(row.state))
    rules = credential_rules(envelope.today).code
    issued = int(envelope.now.timestamp())
    code = DynamicCode(
        key_mark=key_mark(code_key()),
        number=row.number,
        scope=scope,
        issued=issued,
        nonce=secrets.token_bytes(NONCE_BYTES),
    )
    digits = row.number + mark_of(row.number, step_of(issued, rules), scope)
    return ShownCode(
        text=code_text(code, sign_code(code.content)),
        groups=in_groups(digits),
        until=envelope.now + timedelta(seconds=rules.life_seconds),
        seconds=rules.life_seconds,
        refresh_seconds=rules.rotate_seconds,
    )
