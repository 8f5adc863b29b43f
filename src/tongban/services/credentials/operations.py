"""Activating a credential, reporting it lost, resuming, revoking."""

import secrets
from typing import Final

from django.db import IntegrityError, transaction

from tongban.core.credentials.codes import NUMBER_DIGITS
from tongban.core.credentials.states import (
    ASSURANCE_OF,
    MOVE_WORDS,
    Check,
    Move,
    State,
    after,
)
from tongban.records.credentials.models import (
    REASON_MAX,
    Credential,
    CredentialEvent,
)
from tongban.services.cases.engine import RequestKeyReused
from tongban.services.cases.envelope import Envelope
from tongban.services.credentials.people import check_of
from tongban.services.credentials.phone_checks import check_phone_code
from tongban.services.credentials.refusals import (
    AlreadyActive,
    CredentialChanged,
    CredentialUnknown,
)
from tongban.services.notices.operations import tell_party

NUMBER_TRIES: Final = 5
_NUMBER_TAKEN: Final = "credentials_credential_number"
_CAREFUL: Final = frozenset({Move.ACTIVATE, Move.RESUME})


def activate(envelope: Envelope, *, party_id: int, phone_code: str = "") -> int:
    """Give a person a credential after the check of this door; return its id.

    Online the code sent to the phone is needed; at a window the clerk has seen
    the document. The same request again changes nothing.
    """
    envelope.check()
    check = check_of(envelope, party_id)
    repeated = _repeated(envelope, Move.ACTIVATE, party_id)
    if repeated is not None:
        return repeated
    if _in_use(party_id) is not None:
        raise AlreadyActive
    _check_phone(envelope, check, party_id, phone_code)
    opened = _opened(envelope, party_id, check)
    if check is not Check.GUARDIAN:  # who just did it for a child need not be told
        tell_party(party_id, "credential.activated", values={}, now=envelope.now)
    return opened


def move(
    envelope: Envelope,
    step: Move,
    *,
    party_id: int,
    reason: str = "",
    phone_code: str = "",
) -> None:
    """Suspend, resume or revoke a person's credential.

    The version seen must still hold. Reporting a loss and revoking need no
    code: who lost the phone could not read one. The same request again changes
    nothing.
    """
    envelope.check()
    check = check_of(envelope, party_id)
    if _repeated(envelope, step, party_id) is not None:
        return
    if step in _CAREFUL:
        seen = _in_use(party_id)
        if seen is None:
            raise CredentialUnknown
        after(State(seen.state), step)
        _check_phone(envelope, check, party_id, phone_code)
    _moved(envelope, step, party_id=party_id, reason=reason)


def _check_phone(
    envelope: Envelope, check: Check, party_id: int, phone_code: str
) -> None:
    if check in {Check.PHONE, Check.GUARDIAN}:
        check_phone_code(envelope, party_id=party_id, code=phone_code)


def _opened(envelope: Envelope, party_id: int, check: Check) -> int:
    for _ in range(NUMBER_TRIES):
        try:
            with transaction.atomic():
                row = Credential.objects.create(
                    party_id=party_id,
                    number=_drawn(),
                    state=State.ACTIVE.value,
                    check_kind=check.value,
                    assurance=ASSURANCE_OF[check].value,
                    activated_at=envelope.now,
                )
                _note(envelope, row, Move.ACTIVATE, reason="")
        except IntegrityError as fault:
            if _NUMBER_TAKEN not in str(fault):
                raise AlreadyActive from fault
        else:
            return row.pk
    raise RuntimeError("No free credential number was drawn.")


@transaction.atomic
def _moved(envelope: Envelope, step: Move, *, party_id: int, reason: str) -> None:
    row = (
        Credential.objects.select_for_update(of=("self",))
        .filter(party_id=party_id)
        .exclude(state=State.REVOKED.value)
        .first()
    )
    if row is None:
        raise CredentialUnknown
    if envelope.version != row.version:
        raise CredentialChanged
    row.state = after(State(row.state), step).value
    row.version += 1
    row.save(update_fields=["state", "version"])
    _note(envelope, row, step, reason=reason)


def _note(envelope: Envelope, row: Credential, step: Move, *, reason: str) -> None:
    CredentialEvent.objects.create(
        credential=row,
        seq=row.version,
        move=step.value,
        at=envelope.now,
        account_id=envelope.actor.account_id,
        office_path=envelope.actor.office_path,
        reason=(reason.strip() or MOVE_WORDS[step])[:REASON_MAX],
        key=_key(envelope),
    )


def _repeated(envelope: Envelope, step: Move, party_id: int) -> int | None:
    """Return the credential this very request moved already, or nothing."""
    event = (
        CredentialEvent.objects.select_related("credential")
        .filter(key=_key(envelope))
        .first()
    )
    if event is None:
        return None
    if event.move != step.value or event.credential.party_id != party_id:
        raise RequestKeyReused
    return event.credential_id


def _in_use(party_id: int) -> Credential | None:
    return (
        Credential.objects.filter(party_id=party_id)
        .exclude(state=State.REVOKED.value)
        .first()
    )


def _key(envelope: Envelope) -> str:
    return f"{envelope.sender} {envelope.key}"


def _drawn() -> str:
    return f"{secrets.randbelow(10**NUMBER_DIGITS):0{NUMBER_DIGITS}d}"
