"""Publicity (结果公示): post, object, settle, end."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from ninja import Header, Router

from tongban.api.commanding import Step, Told, add_commands
from tongban.api.schemas.cases import ReceiptOut
from tongban.api.schemas.commands import (
    ObjectionAnswerIn,
    ObjectionIn,
    PostIn,
)
from tongban.api.schemas.values import Code
from tongban.api.sending import KeyHeader, answered, envelope_of
from tongban.services.access.rules import api_applicants
from tongban.services.cases.envelope import Envelope, Receipt
from tongban.services.cases.handling import (
    end_publicity,
    post_result,
    raise_objection,
    settle_objection,
)

router = Router(tags=["结果公示"])


def _post(envelope: Envelope, number: str, body: PostIn) -> Receipt:
    return post_result(envelope, number=number, result=body.result)


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


def _settle(envelope: Envelope, number: str, body: ObjectionAnswerIn) -> Receipt:
    return settle_objection(
        envelope,
        number=number,
        objection=body.objection,
        upheld=body.upheld,
        words=body.words,
    )


def _end(envelope: Envelope, number: str) -> Receipt:
    return end_publicity(envelope, number=number)


COMMANDS: Final = (
    Told(
        name="post",
        path="post",
        summary="开始公示",
        meaning="Post the result for the item's days of publicity.",
        body=PostIn,
        run=_post,
    ),
    Told(
        name="settle",
        path="objections/settle",
        summary="答复异议",
        meaning="Answer an objection; one upheld ends the case.",
        body=ObjectionAnswerIn,
        run=_settle,
    ),
    Step(
        name="end",
        path="publicity/end",
        summary="结束公示",
        meaning="End publicity once its days are over.",
        run=_end,
    ),
)
add_commands(router, __name__, COMMANDS)
