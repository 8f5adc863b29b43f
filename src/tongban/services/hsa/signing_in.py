"""Signing in and out (9001 签到, 9002 签退): an operator's working day."""

import secrets
from collections.abc import Mapping
from datetime import date
from typing import Final

from tongban.core.hsa.tables import DIRECT
from tongban.records.hsa.models import MAC_MAX, SignIn
from tongban.services.hsa.refusals import SignInMissing
from tongban.services.hsa.registry import Call, transaction
from tongban.services.institutions.queries import InstitutionLine

NUMBER_BYTES: Final = 12


@transaction("9001", signed_in=False)
def sign_in(call: Call) -> Mapping[str, object]:
    """Open an operator's day; its number stands in every later message."""
    said = call.nodes.one("signIn")
    row = SignIn.objects.create(
        institution_id=call.institution.id,
        number=secrets.token_hex(NUMBER_BYTES),
        operator=said.text("opter_no"),
        mac=said.text("mac")[:MAC_MAX],
        day=call.day,
        at=call.moment,
    )
    return {"signinoutb": {"sign_time": row.at, "sign_no": row.number}}


@transaction("9002", signed_in=False, agreement=False)
def sign_out(call: Call) -> Mapping[str, object]:
    """End an operator's day; only a sign-in of the same day can be ended."""
    said = call.nodes.one("signOut")
    ended = SignIn.objects.filter(
        institution_id=call.institution.id,
        number=said.text("sign_no"),
        operator=said.text("opter_no"),
        day=call.day,
        ended_at=None,
    ).update(ended_at=call.moment)
    if not ended:
        raise SignInMissing
    told = {"sign_time": call.moment}
    return {"signoutoutb": told, DIRECT: told}


def check_signed_in(institution: InstitutionLine, number: str, *, day: date) -> None:
    """Refuse a message that does not carry a sign-in of today that is still open."""
    open_today = SignIn.objects.filter(
        institution_id=institution.id, number=number, day=day, ended_at=None
    )
    if not number or not open_today.exists():
        raise SignInMissing
