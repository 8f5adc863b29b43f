"""The access log: every look of staff at a person, written before it is shown."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from tongban.core.access.actor import Actor, ActorKind
from tongban.core.access.looks import FIRST_HASH, FIRST_SEQ, Look, hash_of
from tongban.core.refusals import Refusal
from tongban.records.audit.models import AccessLook
from tongban.records.turns import take_turn


class ReasonMissing(Refusal):
    """A look at a person's data names its case or its reason."""

    code = "access.reason_missing"

    def __init__(self) -> None:
        super().__init__("A look needs a case number or a reason.")


@transaction.atomic
def record_look(
    actor: Actor,
    party_id: int,
    *,
    at: datetime,
    reason: str,
    case_number: str = "",
) -> None:
    """Write down that a member of staff looks at a person's data.

    People looking at their own data, and the system, leave no entry. Writers of
    one office take turns; those of different offices do not wait.
    """
    if actor.kind is not ActorKind.STAFF or actor.account_id is None:
        return
    if not reason.strip() and not case_number:
        raise ReasonMissing
    take_turn(f"looks {actor.office_code}")
    last = (
        AccessLook.objects.filter(office_code=actor.office_code)
        .order_by("-seq")
        .first()
    )
    look = Look(
        office_code=actor.office_code,
        office_path=actor.office_path,
        seq=last.seq + 1 if last else FIRST_SEQ,
        at=at,
        account_id=actor.account_id,
        party_id=party_id,
        reason=reason.strip(),
        case_number=case_number,
        prev_hash=last.hash if last else FIRST_HASH,
    )
    _keep(look, algorithm=getattr(settings, "TONGBAN_HASH", "sha256"))


def _keep(look: Look, *, algorithm: str) -> None:
    AccessLook.objects.create(
        office_code=look.office_code,
        office_path=look.office_path,
        seq=look.seq,
        at=look.at,
        account_id=look.account_id,
        party_id=look.party_id,
        reason=look.reason,
        case_number=look.case_number,
        algorithm=algorithm,
        prev_hash=look.prev_hash,
        hash=hash_of(look, algorithm=algorithm),
    )
