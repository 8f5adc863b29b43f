"""Publicity (结果公示): post, object, settle, end."""

from django.http import HttpRequest, HttpResponse
from ninja import Header, Router

from tongban.api.schemas.cases import ReceiptOut
from tongban.api.schemas.commands import (
    ObjectionAnswerIn,
    ObjectionIn,
    PostIn,
)
from tongban.api.schemas.values import Code
from tongban.api.sending import CommandHeaders, KeyHeader, answered, envelope_of
from tongban.services.access.rules import api_applicants, api_staff
from tongban.services.cases.envelope import Receipt
from tongban.services.cases.handling import (
    end_publicity,
    post_result,
    raise_objection,
    settle_objection,
)

router = Router(tags=["结果公示"])


@router.post("/cases/{number}/post", response=ReceiptOut, summary="开始公示")
@api_staff()
def post(
    request: HttpRequest,
    response: HttpResponse,
    number: Code,
    sent: Header[CommandHeaders],
    body: PostIn,
) -> Receipt:
    """Post the result for the item's days of publicity."""
    envelope = envelope_of(request, sent)
    return answered(response, post_result(envelope, number=number, result=body.result))


@router.post("/cases/{number}/objections", response=ReceiptOut, summary="提出异议")
@api_applicants
def objections(
    request: HttpRequest,
    response: HttpResponse,
    number: Code,
    sent: Header[KeyHeader],
    body: ObjectionIn,
) -> Receipt:
    """Object to a posted result; signing waits until it is settled."""
    envelope = envelope_of(request, sent)
    return answered(
        response,
        raise_objection(
            envelope,
            number=number,
            name=body.name,
            contact=body.contact,
            words=body.words,
        ),
    )


@router.post(
    "/cases/{number}/objections/settle", response=ReceiptOut, summary="答复异议"
)
@api_staff()
def settle(
    request: HttpRequest,
    response: HttpResponse,
    number: Code,
    sent: Header[CommandHeaders],
    body: ObjectionAnswerIn,
) -> Receipt:
    """Answer an objection; one upheld ends the case."""
    envelope = envelope_of(request, sent)
    return answered(
        response,
        settle_objection(
            envelope,
            number=number,
            objection=body.objection,
            upheld=body.upheld,
            words=body.words,
        ),
    )


@router.post("/cases/{number}/publicity/end", response=ReceiptOut, summary="结束公示")
@api_staff()
def end(
    request: HttpRequest,
    response: HttpResponse,
    number: Code,
    sent: Header[CommandHeaders],
) -> Receipt:
    """End publicity once its days are over."""
    envelope = envelope_of(request, sent)
    return answered(response, end_publicity(envelope, number=number))
