"""Deciding a case: review, assessment, negotiation, signing, finish, and the rest."""

import secrets
from collections.abc import Callable, Mapping

from tongban.core.access.rights import Act
from tongban.core.cases.decisions.handling import (
    Decision,
    decide_assessment,
    decide_finish,
    decide_negotiation,
    decide_review,
    decide_signing,
)
from tongban.core.cases.decisions.publicity import (
    NotPosted,
    decide_objection,
    decide_objection_settled,
    decide_posting,
    decide_publicity_end,
)
from tongban.core.cases.events import NewEvent
from tongban.core.items.catalogue import Step
from tongban.core.json_values import Json, JsonObject
from tongban.records.cases.models import Objection, Posting
from tongban.services.cases import engine
from tongban.services.cases.amounts import reckoned
from tongban.services.cases.envelope import Envelope, Receipt
from tongban.services.cases.guard import check_hands, check_staff
from tongban.services.cases.scope import seen_as_posted

OBJECTION_BYTES = 5


def staff_command(
    envelope: Envelope,
    *,
    number: str,
    act: Act,
    step: Step | None,
    payload: JsonObject,
    decide: Callable[[engine.Loaded], tuple[NewEvent, ...]],
) -> Receipt:
    """Run a command of staff: right of the office, then separate hands."""

    def guarded(loaded: engine.Loaded) -> tuple[NewEvent, ...]:
        check_staff(
            envelope.actor,
            act,
            record=loaded.record,
            step=step,
            delegations=loaded.terms.delegations,
        )
        if step is not None:
            check_hands(
                envelope.actor,
                step,
                view=loaded.view,
                terms=loaded.terms,
                rules=loaded.rules,
            )
        return decide(loaded)

    return engine.run(
        envelope, number=number, act=act.value, payload=payload, decide=guarded
    )


def review_case(envelope: Envelope, *, number: str, decision: Decision) -> Receipt:
    """Decide (审核); a negative answer closes the case with reason and clause."""
    payload: dict[str, Json] = {
        "approved": decision.approved,
        "amount_fen": decision.amount_fen,
        "words": decision.words,
        "clause": decision.clause,
    }
    return staff_command(
        envelope,
        number=number,
        act=Act.REVIEW,
        step=Step.REVIEW,
        payload=payload,
        decide=lambda loaded: decide_review(
            loaded.view, loaded.terms, reckoned(loaded, decision)
        ),
    )


def assess_case(
    envelope: Envelope, *, number: str, passed: bool, result: Mapping[str, Json]
) -> Receipt:
    """Record the assessment (评估) with its structured result."""
    payload: dict[str, Json] = {"passed": passed, "result": dict(result)}
    return staff_command(
        envelope,
        number=number,
        act=Act.ASSESS,
        step=Step.ASSESS,
        payload=payload,
        decide=lambda loaded: decide_assessment(
            loaded.view, loaded.terms, passed=passed, result=result
        ),
    )


def negotiate_case(
    envelope: Envelope, *, number: str, agreed: bool, words: str, clause: str
) -> Receipt:
    """Record the negotiation (协商谈判); without agreement the case ends."""
    payload: dict[str, Json] = {"agreed": agreed, "words": words, "clause": clause}
    return staff_command(
        envelope,
        number=number,
        act=Act.NEGOTIATE,
        step=Step.NEGOTIATE,
        payload=payload,
        decide=lambda loaded: decide_negotiation(
            loaded.view, loaded.terms, agreed=agreed, words=words, clause=clause
        ),
    )


def post_result(envelope: Envelope, *, number: str, result: str) -> Receipt:
    """Post the result for the item's days of publicity (结果公示)."""
    return staff_command(
        envelope,
        number=number,
        act=Act.PUBLICISE,
        step=Step.PUBLICISE,
        payload={"result": result},
        decide=lambda loaded: decide_posting(
            loaded.view,
            loaded.terms,
            result=result,
            today=loaded.today,
            calendar=loaded.calendar,
        ),
    )


def raise_objection(
    envelope: Envelope, *, number: str, name: str, contact: str, words: str
) -> Receipt:
    """Keep an objection to a posted result; it blocks signing until settled."""
    code = secrets.token_hex(OBJECTION_BYTES)

    def decide(loaded: engine.Loaded) -> tuple[NewEvent, ...]:
        events = decide_objection(
            loaded.view, loaded.terms, objection=code, words="", today=loaded.today
        )
        Objection.objects.create(
            posting=loaded.record.posting,
            code=code,
            name=name,
            contact=contact,
            words=words,
            raised_at=envelope.now,
        )
        return events

    payload: dict[str, Json] = {"name": name, "contact": contact, "words": words}
    if not Posting.objects.filter(number=number, ended_at=None).exists():
        raise NotPosted
    with seen_as_posted(number):
        return engine.run(
            envelope, number=number, act="object", payload=payload, decide=decide
        )


def settle_objection(
    envelope: Envelope, *, number: str, objection: str, upheld: bool, words: str
) -> Receipt:
    """Answer an objection; one upheld ends the case."""
    payload: dict[str, Json] = {
        "objection": objection,
        "upheld": upheld,
        "words": words,
    }
    return staff_command(
        envelope,
        number=number,
        act=Act.PUBLICISE,
        step=Step.PUBLICISE,
        payload=payload,
        decide=lambda loaded: decide_objection_settled(
            loaded.view,
            loaded.terms,
            objection=objection,
            upheld=upheld,
            words=words,
        ),
    )


def end_publicity(envelope: Envelope, *, number: str) -> Receipt:
    """End publicity once its days are over and no objection is open."""
    return staff_command(
        envelope,
        number=number,
        act=Act.PUBLICISE,
        step=Step.PUBLICISE,
        payload={"end": True},
        decide=lambda loaded: decide_publicity_end(
            loaded.view, loaded.terms, today=loaded.today
        ),
    )


def sign_agreement(envelope: Envelope, *, number: str, agreement: str) -> Receipt:
    """Record the signed agreement (协议签订); as the last step it closes the case."""
    return staff_command(
        envelope,
        number=number,
        act=Act.SIGN,
        step=Step.SIGN,
        payload={"agreement": agreement},
        decide=lambda loaded: decide_signing(
            loaded.view, loaded.terms, agreement=agreement
        ),
    )


def finish_case(envelope: Envelope, *, number: str) -> Receipt:
    """Close (办结): the item's effect runs in the same transaction."""
    return staff_command(
        envelope,
        number=number,
        act=Act.CLOSE,
        step=Step.CLOSE,
        payload={},
        decide=lambda loaded: decide_finish(loaded.view, loaded.terms),
    )
