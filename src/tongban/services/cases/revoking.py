"""Giving back a filing that rules granted, by whoever filed it (撤销备案)."""

from tongban.core.cases.decisions.intake import decide_revocation
from tongban.core.cases.events import NewEvent
from tongban.services.cases import engine
from tongban.services.cases.envelope import Envelope, Receipt
from tongban.services.cases.guard import check_applicant


def revoke_case(envelope: Envelope, *, number: str, words: str) -> Receipt:
    """End what a filing put into effect; the case and its register entry stay.

    Refuses results that somebody reviewed or that pay: the agency takes those back.
    """

    def decide(loaded: engine.Loaded) -> tuple[NewEvent, ...]:
        check_applicant(envelope.actor, loaded.record)
        return decide_revocation(loaded.view, loaded.terms, words=words)

    return engine.run(
        envelope,
        number=number,
        act="revoke",
        payload={"words": words},
        decide=decide,
    )
