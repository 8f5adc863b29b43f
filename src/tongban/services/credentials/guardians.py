"""Binding a child to its guardian at a window, and ending it (监护人绑定)."""

from datetime import date
from typing import Final

from django.db import transaction

from tongban.core.access.actor import ActorKind
from tongban.core.access.identifiers import plain
from tongban.core.access.parties import PartyKind
from tongban.core.access.rights import Act, check_may
from tongban.core.credentials.guardians import guardian_until
from tongban.core.refusals import Refusal
from tongban.records.credentials.models import Guardianship
from tongban.records.parties.models import Party, identifier_mark
from tongban.services.access.looks import record_look
from tongban.services.access.rules import WrongDoor
from tongban.services.cases.envelope import Envelope
from tongban.services.credentials.people import check_person
from tongban.services.credentials.refusals import (
    ChildUnknown,
    CredentialUnknown,
)
from tongban.services.credentials.rules import credential_rules

BINDING: Final = "绑定监护人"
PROOF_WORDS: Final = {one.value: str(one.label) for one in Guardianship.Proof}


class ProofMissing(Refusal):
    """A binding needs one of the papers that prove it."""

    code = "credentials.proof_missing"

    def __init__(self) -> None:
        super().__init__("Choose the paper that was seen.")


@transaction.atomic
def bind_child(
    envelope: Envelope, *, guardian_id: int, identifier: str, name: str, proof: str
) -> date:
    """Bind a child to the guardian at the window; return the day it ends.

    The clerk has seen the proof. The look at the child's data is logged; the
    same pair again stays as it is.
    """
    _check_clerk(envelope)
    check_person(guardian_id)
    if proof not in PROOF_WORDS:
        raise ProofMissing
    child = _child(identifier, name)
    guardian = Party.objects.get(pk=guardian_id)
    if child.born_on is None or guardian.born_on is None or child.pk == guardian_id:
        raise ChildUnknown
    until = guardian_until(
        child_born_on=child.born_on,
        guardian_born_on=guardian.born_on,
        today=envelope.today,
        adult_age=credential_rules(envelope.today).adult_age,
    )
    record_look(envelope.actor, child.pk, at=envelope.now, reason=BINDING)
    row, _ = Guardianship.objects.get_or_create(
        guardian=guardian,
        child=child,
        ended_at=None,
        defaults={
            "proof": proof,
            "bound_at": envelope.now,
            "bound_by_id": envelope.actor.account_id,
            "office_path": envelope.actor.office_path,
            "until_on": until,
        },
    )
    return row.until_on


@transaction.atomic
def end_guardianship(envelope: Envelope, *, guardianship_id: int) -> None:
    """End a binding before its day; ending it twice is harmless."""
    _check_clerk(envelope)
    row = (
        Guardianship.objects.select_for_update(of=("self",))
        .filter(pk=guardianship_id)
        .first()
    )
    if row is None:
        raise CredentialUnknown
    if row.ended_at is None:
        row.ended_at = envelope.now
        row.save(update_fields=["ended_at"])


def _check_clerk(envelope: Envelope) -> None:
    envelope.check()
    if envelope.actor.kind is not ActorKind.STAFF:
        raise WrongDoor
    check_may(envelope.actor, Act.ACCEPT)


def _child(identifier: str, name: str) -> Party:
    mark = identifier_mark(plain(identifier), PartyKind.PERSON)
    found = Party.objects.filter(
        kind=PartyKind.PERSON.value, identifier_index=mark
    ).first()
    if found is None or "".join(name.split()) != "".join(str(found.name).split()):
        raise ChildUnknown
    return found
