"""Other hands and other days: extension, suspension, opinions, hand-over."""

from typing import Final

from ninja import Router

from tongban.api.commanding import Told, add_commands
from tongban.api.schemas.commands import (
    HandOverIn,
    OpinionIn,
    QuestionIn,
    TransferIn,
    WordsIn,
)
from tongban.services.cases.envelope import Envelope, Receipt
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


def _extend(envelope: Envelope, number: str, body: WordsIn) -> Receipt:
    return extend_case(envelope, number=number, words=body.words)


def _suspend(envelope: Envelope, number: str, body: WordsIn) -> Receipt:
    return suspend_case(envelope, number=number, words=body.words)


def _resume(envelope: Envelope, number: str, body: WordsIn) -> Receipt:
    return resume_case(envelope, number=number, words=body.words)


def _opinions(envelope: Envelope, number: str, body: QuestionIn) -> Receipt:
    return ask_opinion(
        envelope,
        number=number,
        desk=body.desk,
        question=body.question,
        days=body.days,
    )


def _give(envelope: Envelope, number: str, body: OpinionIn) -> Receipt:
    return give_opinion(envelope, number=number, opinion=body.opinion, words=body.words)


def _hand_over_case(envelope: Envelope, number: str, body: HandOverIn) -> Receipt:
    return hand_over(
        envelope, number=number, assignee_id=body.assignee_id, words=body.words
    )


def _transfer(envelope: Envelope, number: str, body: TransferIn) -> Receipt:
    return transfer_case(envelope, number=number, office=body.office, words=body.words)


COMMANDS: Final = (
    Told(
        name="extend",
        path="extend",
        summary="延长时限",
        meaning="Extend the limit once where the item's basis allows it.",
        body=WordsIn,
        run=_extend,
    ),
    Told(
        name="suspend",
        path="suspend",
        summary="中止",
        meaning="Suspend with a reason; the clock stands still.",
        body=WordsIn,
        run=_suspend,
    ),
    Told(
        name="resume",
        path="resume",
        summary="恢复办理",
        meaning="Go on with a suspended case.",
        body=WordsIn,
        run=_resume,
    ),
    Told(
        name="opinions",
        path="opinions",
        summary="征求意见",
        meaning="Ask another desk; it has its own limit, ours runs on.",
        body=QuestionIn,
        run=_opinions,
    ),
    Told(
        name="give",
        path="opinions/give",
        summary="答复意见",
        meaning="Answer a question another desk asked.",
        body=OpinionIn,
        run=_give,
    ),
    Told(
        name="hand_over_case",
        path="hand-over",
        summary="移交",
        meaning="Hand a case to a colleague; the first-contact owner stays on it.",
        body=HandOverIn,
        run=_hand_over_case,
    ),
    Told(
        name="transfer",
        path="transfer",
        summary="转办",
        meaning="Pass a case on to the office in charge.",
        body=TransferIn,
        run=_transfer,
    ),
)
add_commands(router, __name__, COMMANDS)
