"""Amounts that no reviewer types: what an item pays is reckoned from the records."""

from dataclasses import replace
from typing import TYPE_CHECKING

from tongban.core.cases.decisions.handling import Decision
from tongban.core.cases.events import NewEvent
from tongban.core.cases.lifecycle import EventKind
from tongban.core.items.catalogue import Terms
from tongban.services.claims import settling as claims
from tongban.services.personal_accounts import withdrawal

if TYPE_CHECKING:
    from tongban.services.cases.engine import Loaded


def is_reckoned(terms: Terms) -> bool:
    """Say whether the amount of an item is reckoned instead of typed."""
    return terms.effect == withdrawal.EFFECT


def reckoned(loaded: "Loaded", decision: Decision) -> Decision:
    """Return the decision with the amount the records give, if they give one.

    Refuses an amount typed that is another one.
    """
    if not decision.approved:
        return decision
    if is_reckoned(loaded.terms):
        return replace(decision, amount_fen=_fixed(loaded, decision.amount_fen))
    if claims.has_bills(loaded.record):
        amount = claims.settle_claim(
            loaded.record, typed_fen=decision.amount_fen, envelope=loaded.envelope
        )
        return replace(decision, amount_fen=amount)
    return decision


def with_amount(loaded: "Loaded", events: tuple[NewEvent, ...]) -> tuple[NewEvent, ...]:
    """Return the steps run by rule, the review with the amount the records give."""
    if not is_reckoned(loaded.terms):
        return events
    return tuple(
        replace(event, data={**event.data, "amount_fen": _fixed(loaded, 0)})
        if event.kind is EventKind.REVIEWED
        else event
        for event in events
    )


def _fixed(loaded: "Loaded", typed_fen: int) -> int:
    form = loaded.record.forms.get(digest=loaded.view.form_digest).content
    return withdrawal.fix_amount(
        loaded.record,
        form,
        situations=loaded.view.situations,
        typed_fen=typed_fen,
        now=loaded.envelope.now,
    )
