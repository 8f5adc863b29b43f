"""Steps of staff: accept, tell, refuse, review, assess, negotiate, sign, close."""

from django.http import HttpRequest, HttpResponse
from ninja import Header, Router

from tongban.api.schemas.cases import ReceiptOut
from tongban.api.schemas.commands import (
    AgreementIn,
    AssessmentIn,
    DecisionIn,
    NegotiationIn,
    NoticeIn,
    PledgeCheckIn,
    ReasonIn,
)
from tongban.api.schemas.values import Code
from tongban.api.sending import CommandHeaders, answered, envelope_of
from tongban.core.cases.decisions.handling import Decision
from tongban.core.cases.parts import Lack
from tongban.services.access.rules import api_staff
from tongban.services.cases.envelope import Receipt
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


@router.post("/cases/{number}/accept", response=ReceiptOut, summary="受理")
@api_staff()
def accept(
    request: HttpRequest,
    response: HttpResponse,
    number: Code,
    sent: Header[CommandHeaders],
) -> Receipt:
    """Accept; the clock starts with the day it names."""
    envelope = envelope_of(request, sent)
    return answered(response, accept_case(envelope, number=number))


@router.post("/cases/{number}/finish-at-once", response=ReceiptOut, summary="即时办结")
@api_staff()
def finish_now(
    request: HttpRequest,
    response: HttpResponse,
    number: Code,
    sent: Header[CommandHeaders],
) -> Receipt:
    """Run all steps of an instant item at the window."""
    envelope = envelope_of(request, sent)
    return answered(response, finish_at_once(envelope, number=number))


@router.post("/cases/{number}/notice", response=ReceiptOut, summary="一次性告知")
@api_staff()
def notice(
    request: HttpRequest,
    response: HttpResponse,
    number: Code,
    sent: Header[CommandHeaders],
    body: NoticeIn,
) -> Receipt:
    """Tell everything that is missing or wrong at once; the clock stops."""
    envelope = envelope_of(request, sent)
    return answered(
        response, send_notice(envelope, number=number, notice=_notice_of(body))
    )


@router.post("/cases/{number}/refuse", response=ReceiptOut, summary="不予受理")
@api_staff()
def refuse(
    request: HttpRequest,
    response: HttpResponse,
    number: Code,
    sent: Header[CommandHeaders],
    body: ReasonIn,
) -> Receipt:
    """Refuse to accept with a published reason."""
    envelope = envelope_of(request, sent)
    return answered(
        response,
        refuse_case(envelope, number=number, reason=body.reason, words=body.words),
    )


@router.post("/cases/{number}/pledges/check", response=ReceiptOut, summary="核查承诺")
@api_staff()
def pledge_check(
    request: HttpRequest,
    response: HttpResponse,
    number: Code,
    sent: Header[CommandHeaders],
    body: PledgeCheckIn,
) -> Receipt:
    """Record the check of a pledge; a false one reverses the decision."""
    envelope = envelope_of(request, sent)
    return answered(
        response,
        check_pledge(
            envelope,
            number=number,
            material=body.material,
            kept=body.kept,
            method=body.method,
            words=body.words,
        ),
    )


@router.post("/cases/{number}/review", response=ReceiptOut, summary="审核")
@api_staff()
def review(
    request: HttpRequest,
    response: HttpResponse,
    number: Code,
    sent: Header[CommandHeaders],
    body: DecisionIn,
) -> Receipt:
    """Decide; a negative answer closes the case with reason and clause."""
    envelope = envelope_of(request, sent)
    return answered(
        response, review_case(envelope, number=number, decision=_decision_of(body))
    )


@router.post("/cases/{number}/assess", response=ReceiptOut, summary="评估")
@api_staff()
def assess(
    request: HttpRequest,
    response: HttpResponse,
    number: Code,
    sent: Header[CommandHeaders],
    body: AssessmentIn,
) -> Receipt:
    """Record the assessment with its structured result."""
    envelope = envelope_of(request, sent)
    return answered(
        response,
        assess_case(envelope, number=number, passed=body.passed, result=body.result),
    )


@router.post("/cases/{number}/negotiate", response=ReceiptOut, summary="协商谈判")
@api_staff()
def negotiate(
    request: HttpRequest,
    response: HttpResponse,
    number: Code,
    sent: Header[CommandHeaders],
    body: NegotiationIn,
) -> Receipt:
    """Record the negotiation; without agreement the case ends."""
    envelope = envelope_of(request, sent)
    return answered(
        response,
        negotiate_case(
            envelope,
            number=number,
            agreed=body.agreed,
            words=body.words,
            clause=body.clause,
        ),
    )


@router.post("/cases/{number}/sign", response=ReceiptOut, summary="签订协议")
@api_staff()
def sign(
    request: HttpRequest,
    response: HttpResponse,
    number: Code,
    sent: Header[CommandHeaders],
    body: AgreementIn,
) -> Receipt:
    """Record the signed agreement."""
    envelope = envelope_of(request, sent)
    return answered(
        response, sign_agreement(envelope, number=number, agreement=body.agreement)
    )


@router.post("/cases/{number}/finish", response=ReceiptOut, summary="办结")
@api_staff()
def finish(
    request: HttpRequest,
    response: HttpResponse,
    number: Code,
    sent: Header[CommandHeaders],
) -> Receipt:
    """Close; the item's effect runs in the same transaction."""
    envelope = envelope_of(request, sent)
    return answered(response, finish_case(envelope, number=number))


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
