"""Pledges in place of proof: made, taken back, checked, repaired."""

import hashlib
from typing import TYPE_CHECKING

from django.db import transaction

from tongban.core.access.rights import Act, check_may
from tongban.core.cases.decisions.pledges import (
    decide_pledge,
    decide_pledge_check,
    decide_pledge_taken_back,
)
from tongban.core.cases.events import NewEvent
from tongban.core.cases.materials import material_named
from tongban.records.cases.models import PledgeBar
from tongban.services.cases import engine
from tongban.services.cases.envelope import Envelope, Receipt
from tongban.services.cases.guard import check_applicant, check_staff, find_mandate

if TYPE_CHECKING:
    from tongban.core.json_values import Json


def is_barred(party_id: int) -> bool:
    """Say whether an earlier false pledge of this party stands unrepaired."""
    return PledgeBar.objects.filter(party_id=party_id, repaired_at=None).exists()


def pledge_events(
    loaded: engine.Loaded, material: str, *, authorised: bool
) -> tuple[NewEvent, ...]:
    """Return the pledge for one material, with the digest of the text signed."""
    wanted = material_named(loaded.terms, loaded.view.situations, material)
    text = wanted.text if wanted.pledge is None else wanted.pledge.text
    return decide_pledge(
        loaded.view,
        loaded.terms,
        material=material,
        text_digest=hashlib.sha256(text.encode()).hexdigest(),
        barred=is_barred(loaded.record.party_id),
        authorised=authorised,
    )


def make_pledge(envelope: Envelope, *, number: str, material: str) -> Receipt:
    """Sign a pledge instead of bringing a proof, where a clause allows it."""

    def decide(loaded: engine.Loaded) -> tuple[NewEvent, ...]:
        check_applicant(envelope.actor, loaded.record)
        return pledge_events(loaded, material, authorised=_may_pledge(loaded))

    return engine.run(
        envelope,
        number=number,
        act="pledge",
        payload={"material": material},
        decide=decide,
    )


def _may_pledge(loaded: engine.Loaded) -> bool:
    record, actor = loaded.record, loaded.envelope.actor
    if record.party_id in actor.party_ids or record.mandate_id is None:
        return True
    mandate = find_mandate(loaded.envelope, party_id=record.party_id, item=record.item)
    return mandate is not None and mandate.covers_pledges


def take_back_pledge(envelope: Envelope, *, number: str, material: str) -> Receipt:
    """Take a pledge back before the decision; the proof is then asked for."""

    def decide(loaded: engine.Loaded) -> tuple[NewEvent, ...]:
        check_applicant(envelope.actor, loaded.record)
        return decide_pledge_taken_back(loaded.view, material=material)

    return engine.run(
        envelope,
        number=number,
        act="take-back-pledge",
        payload={"material": material},
        decide=decide,
    )


def check_pledge(
    envelope: Envelope,
    *,
    number: str,
    material: str,
    kept: bool,
    method: str,
    words: str,
) -> Receipt:
    """Record the check of a pledge; a false one reverses the decision and bars."""

    def decide(loaded: engine.Loaded) -> tuple[NewEvent, ...]:
        check_staff(envelope.actor, Act.CHECK_PLEDGE, record=loaded.record)
        return decide_pledge_check(
            loaded.view, material=material, kept=kept, method=method, words=words
        )

    payload: dict[str, Json] = {
        "material": material,
        "kept": kept,
        "method": method,
        "words": words,
    }
    return engine.run(
        envelope, number=number, act="check-pledge", payload=payload, decide=decide
    )


@transaction.atomic
def repair_pledge_bar(envelope: Envelope, *, party_id: int, words: str) -> None:
    """Let a party pledge again after the damage was made good."""
    check_may(envelope.actor, Act.CHECK_PLEDGE)
    PledgeBar.objects.filter(party_id=party_id, repaired_at=None).update(
        repaired_at=envelope.now, words=words
    )
