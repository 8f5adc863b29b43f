"""Other hands and other days: extension, suspension, opinions, hand-over."""

from django.http import HttpRequest, HttpResponse
from ninja import Header, Router

from tongban.api.schemas.cases import ReceiptOut
from tongban.api.schemas.commands import (
    HandOverIn,
    OpinionIn,
    QuestionIn,
    TransferIn,
    WordsIn,
)
from tongban.api.schemas.values import Code
from tongban.api.sending import CommandHeaders, answered, envelope_of
from tongban.services.access.rules import api_staff
from tongban.services.cases.envelope import Receipt
from tongban.services.cases.teamwork import (
    ask_opinion,
    extend_case,
    give_opinion,
    hand_over,
    resume_case,
    suspend_case,
    transfer_case,
)

router = Router(tags=["协同"])


@router.post("/cases/{number}/extend", response=ReceiptOut, summary="延长时限")
@api_staff()
def extend(
    request: HttpRequest,
    response: HttpResponse,
    number: Code,
    sent: Header[CommandHeaders],
    body: WordsIn,
) -> Receipt:
    """Extend the limit once where the item's basis allows it."""
    envelope = envelope_of(request, sent)
    return answered(response, extend_case(envelope, number=number, words=body.words))


@router.post("/cases/{number}/suspend", response=ReceiptOut, summary="中止")
@api_staff()
def suspend(
    request: HttpRequest,
    response: HttpResponse,
    number: Code,
    sent: Header[CommandHeaders],
    body: WordsIn,
) -> Receipt:
    """Suspend with a reason; the clock stands still."""
    envelope = envelope_of(request, sent)
    return answered(response, suspend_case(envelope, number=number, words=body.words))


@router.post("/cases/{number}/resume", response=ReceiptOut, summary="恢复办理")
@api_staff()
def resume(
    request: HttpRequest,
    response: HttpResponse,
    number: Code,
    sent: Header[CommandHeaders],
    body: WordsIn,
) -> Receipt:
    """Go on with a suspended case."""
    envelope = envelope_of(request, sent)
    return answered(response, resume_case(envelope, number=number, words=body.words))


@router.post("/cases/{number}/opinions", response=ReceiptOut, summary="征求意见")
@api_staff()
def opinions(
    request: HttpRequest,
    response: HttpResponse,
    number: Code,
    sent: Header[CommandHeaders],
    body: QuestionIn,
) -> Receipt:
    """Ask another desk; it has its own limit, ours runs on."""
    envelope = envelope_of(request, sent)
    return answered(
        response,
        ask_opinion(
            envelope,
            number=number,
            desk=body.desk,
            question=body.question,
            days=body.days,
        ),
    )


@router.post("/cases/{number}/opinions/give", response=ReceiptOut, summary="答复意见")
@api_staff()
def give(
    request: HttpRequest,
    response: HttpResponse,
    number: Code,
    sent: Header[CommandHeaders],
    body: OpinionIn,
) -> Receipt:
    """Answer a question another desk asked."""
    envelope = envelope_of(request, sent)
    return answered(
        response,
        give_opinion(envelope, number=number, opinion=body.opinion, words=body.words),
    )


@router.post("/cases/{number}/hand-over", response=ReceiptOut, summary="移交")
@api_staff()
def hand_over_case(
    request: HttpRequest,
    response: HttpResponse,
    number: Code,
    sent: Header[CommandHeaders],
    body: HandOverIn,
) -> Receipt:
    """Hand a case to a colleague; the first-contact owner stays on it."""
    envelope = envelope_of(request, sent)
    return answered(
        response,
        hand_over(
            envelope, number=number, assignee_id=body.assignee_id, words=body.words
        ),
    )


@router.post("/cases/{number}/transfer", response=ReceiptOut, summary="转办")
@api_staff()
def transfer(
    request: HttpRequest,
    response: HttpResponse,
    number: Code,
    sent: Header[CommandHeaders],
    body: TransferIn,
) -> Receipt:
    """Pass a case on to the office in charge."""
    envelope = envelope_of(request, sent)
    return answered(
        response,
        transfer_case(envelope, number=number, office=body.office, words=body.words),
    )
