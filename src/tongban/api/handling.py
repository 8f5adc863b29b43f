"""Steps of staff: accept, tell, refuse, review, assess, negotiate, sign, close."""

from typing import Final

from ninja import Router

from tongban.api.commanding import Step, Told, add_commands
from tongban.api.schemas.commands import (
    AgreementIn,
    AssessmentIn,
    DecisionIn,
    NegotiationIn,
    NoticeIn,
    PledgeCheckIn,
    ReasonIn,
)
from tongban.core.cases.decisions.handling import Decision
from tongban.core.cases.parts import Lack
from tongban.services.cases.envelope import Envelope, Receipt
from tongban.services.cases.handling import (
    assess_case,
    finish_case,
    negotiate_case,
    review_case,
    sign_agreement,
)
from tongban.services.cases.intake import accept_case, finish_at_once, refuse_case
from tongban.services.cases.notices import NewNotice, send_notice
from tongban.services.cases.pledges import check_pledge

router = Router(tags=["办理"])


def _accept(envelope: Envelope, number: str) -> Receipt:
    return accept_case(envelope, number=number)


def _finish_now(envelope: Envelope, number: str) -> Receipt:
    return finish_at_once(envelope, number=number)


def _notice(envelope: Envelope, number: str, body: NoticeIn) -> Receipt:
    return send_notice(envelope, number=number, notice=_notice_of(body))


def _refuse(envelope: Envelope, number: str, body: ReasonIn) -> Receipt:
    return refuse_case(envelope, number=number, reason=body.reason, words=body.words)


def _pledge_check(envelope: Envelope, number: str, body: PledgeCheckIn) -> Receipt:
    return check_pledge(
        envelope,
        number=number,
        material=body.material,
        kept=body.kept,
        method=body.method,
        words=body.words,
    )


def _review(envelope: Envelope, number: str, body: DecisionIn) -> Receipt:
    return review_case(envelope, number=number, decision=_decision_of(body))


def _assess(envelope: Envelope, number: str, body: AssessmentIn) -> Receipt:
    return assess_case(envelope, number=number, passed=body.passed, result=body.result)


def _negotiate(envelope: Envelope, number: str, body: NegotiationIn) -> Receipt:
    return negotiate_case(
        envelope,
        number=number,
        agreed=body.agreed,
        words=body.words,
        clause=body.clause,
    )


def _sign(envelope: Envelope, number: str, body: AgreementIn) -> Receipt:
    return sign_agreement(envelope, number=number, agreement=body.agreement)


def _finish(envelope: Envelope, number: str) -> Receipt:
    return finish_case(envelope, number=number)


def _notice_of(body: NoticeIn) -> NewNotice:
    return NewNotice(
        lacks=tuple(
            Lack(
                lack.subject, lack.fault, lack.cure, pledge_allowed=lack.pledge_allowed
            )
            for lack in body.lacks
        ),
        added_situations=tuple(body.added_situations),
        late_reason=body.late_reason,
    )


def _decision_of(body: DecisionIn) -> Decision:
    return Decision(
        approved=body.approved,
        amount_fen=body.amount_fen,
        words=body.words,
        clause=body.clause,
    )


COMMANDS: Final = (
    Step(
        name="accept",
        path="accept",
        summary="受理",
        meaning="Accept; the clock starts with the day it names.",
        run=_accept,
    ),
    Step(
        name="finish_now",
        path="finish-at-once",
        summary="即时办结",
        meaning="Run all steps of an instant item at the window.",
        run=_finish_now,
    ),
    Told(
        name="notice",
        path="notice",
        summary="一次性告知",
        meaning="Tell everything that is missing or wrong at once; the clock stops.",
        body=NoticeIn,
        run=_notice,
    ),
    Told(
        name="refuse",
        path="refuse",
        summary="不予受理",
        meaning="Refuse to accept with a published reason.",
        body=ReasonIn,
        run=_refuse,
    ),
    Told(
        name="pledge_check",
        path="pledges/check",
        summary="核查承诺",
        meaning="Record the check of a pledge; a false one reverses the decision.",
        body=PledgeCheckIn,
        run=_pledge_check,
    ),
    Told(
        name="review",
        path="review",
        summary="审核",
        meaning="Decide; a negative answer closes the case with reason and clause.",
        body=DecisionIn,
        run=_review,
    ),
    Told(
        name="assess",
        path="assess",
        summary="评估",
        meaning="Record the assessment with its structured result.",
        body=AssessmentIn,
        run=_assess,
    ),
    Told(
        name="negotiate",
        path="negotiate",
        summary="协商谈判",
        meaning="Record the negotiation; without agreement the case ends.",
        body=NegotiationIn,
        run=_negotiate,
    ),
    Told(
        name="sign",
        path="sign",
        summary="签订协议",
        meaning="Record the signed agreement.",
        body=AgreementIn,
        run=_sign,
    ),
    Step(
        name="finish",
        path="finish",
        summary="办结",
        meaning="Close; the item's effect runs in the same transaction.",
        run=_finish,
    ),
)
add_commands(router, __name__, COMMANDS)
