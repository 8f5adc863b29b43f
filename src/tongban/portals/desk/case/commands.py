"""What each command of the case page does: typed words in, a receipt out."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from django.http import HttpRequest, QueryDict

from tongban.core.cases.decisions.handling import Decision
from tongban.core.refusals import Refusal
from tongban.portals.desk.case import curing, judging, phrases
from tongban.portals.desk.sending import (
    amount_fen,
    chosen,
    envelope_of,
    needed_words,
    whole,
    words,
)
from tongban.services.cases import handling, intake, teamwork
from tongban.services.cases.envelope import Envelope, Receipt
from tongban.services.desk.phrases import check_own_words
from tongban.services.enrolment.operations import reverse_case
from tongban.services.payments.operations import order_payment

if TYPE_CHECKING:
    from tongban.core.json_values import Json

Command = Callable[[Envelope, str, QueryDict], Receipt]


class CommandUnknown(Refusal):
    """The page sent a command that does not exist."""

    code = "desk.command_unknown"

    def __init__(self) -> None:
        super().__init__("No such command.")


def run(request: HttpRequest, number: str) -> str:
    """Run the command a case page sent; return what was done, in words.

    Raises whatever the command refuses.
    """
    do = words(request.POST, "do")
    if do == "cure":
        return curing.run(request, number)
    if do not in COMMANDS:
        raise CommandUnknown
    command, done = COMMANDS[do]
    command(envelope_of(request), number, request.POST)
    return done


def _accept(envelope: Envelope, number: str, _sent: QueryDict) -> Receipt:
    return intake.accept_case(envelope, number=number)


def _finish(envelope: Envelope, number: str, _sent: QueryDict) -> Receipt:
    return intake.finish_at_once(envelope, number=number)


def _refuse(envelope: Envelope, number: str, sent: QueryDict) -> Receipt:
    reason = chosen(sent, "reason", field="不予受理的情形")
    typed = needed_words(sent, "words", field="说明具体情况")
    check_own_words(envelope.actor, typed, starters=phrases.REJECT)
    return intake.refuse_case(envelope, number=number, reason=reason, words=typed)


def _approve(envelope: Envelope, number: str, sent: QueryDict) -> Receipt:
    decision = Decision(
        approved=True,
        amount_fen=amount_fen(sent, "amount"),
        words=words(sent, "words"),
        clause="",
    )
    return handling.review_case(envelope, number=number, decision=decision)


def _reject(envelope: Envelope, number: str, sent: QueryDict) -> Receipt:
    check_own_words(envelope.actor, words(sent, "words"), starters=phrases.REJECT)
    decision = Decision(
        approved=False,
        amount_fen=0,
        words=words(sent, "words"),
        clause=words(sent, "clause"),
    )
    return handling.review_case(envelope, number=number, decision=decision)


def _assess(envelope: Envelope, number: str, sent: QueryDict) -> Receipt:
    result: dict[str, Json] = {
        "method": chosen(sent, "method", field="评估方式"),
        "assessed_on": needed_words(sent, "assessed_on", field="评估日期"),
        "assessors": needed_words(sent, "assessors", field="评估人员"),
        "score": whole(sent, "score", field="得分"),
        "words": needed_words(sent, "words", field="评估意见"),
        "clause": words(sent, "clause"),
    }
    passed = chosen(sent, "passed", field="评估结论") == "yes"
    return handling.assess_case(envelope, number=number, passed=passed, result=result)


def _negotiate(envelope: Envelope, number: str, sent: QueryDict) -> Receipt:
    return handling.negotiate_case(
        envelope,
        number=number,
        agreed=chosen(sent, "agreed", field="协商结果") == "yes",
        words=needed_words(sent, "words", field="协商情况"),
        clause=words(sent, "clause"),
    )


def _post(envelope: Envelope, number: str, sent: QueryDict) -> Receipt:
    result = needed_words(sent, "result", field="公示内容")
    return handling.post_result(envelope, number=number, result=result)


def _settle(envelope: Envelope, number: str, sent: QueryDict) -> Receipt:
    return handling.settle_objection(
        envelope,
        number=number,
        objection=words(sent, "about"),
        upheld=chosen(sent, "upheld", field="异议是否成立") == "yes",
        words=needed_words(sent, "words", field="处理说明"),
    )


def _end_publicity(envelope: Envelope, number: str, _sent: QueryDict) -> Receipt:
    return handling.end_publicity(envelope, number=number)


def _sign(envelope: Envelope, number: str, sent: QueryDict) -> Receipt:
    agreement = needed_words(sent, "agreement", field="协议编号")
    return handling.sign_agreement(envelope, number=number, agreement=agreement)


def _pay(envelope: Envelope, number: str, _sent: QueryDict) -> Receipt:
    return order_payment(envelope, number=number)


def _close(envelope: Envelope, number: str, _sent: QueryDict) -> Receipt:
    return handling.finish_case(envelope, number=number)


def _ask(envelope: Envelope, number: str, sent: QueryDict) -> Receipt:
    return teamwork.ask_opinion(
        envelope,
        number=number,
        desk=chosen(sent, "desk", field="向谁征求"),
        question=needed_words(sent, "words", field="要答复的问题"),
        days=whole(sent, "days", field="答复时限"),
    )


def _opine(envelope: Envelope, number: str, sent: QueryDict) -> Receipt:
    return teamwork.give_opinion(
        envelope,
        number=number,
        opinion=words(sent, "about"),
        words=needed_words(sent, "words", field="意见"),
    )


def _hand_over(envelope: Envelope, number: str, sent: QueryDict) -> Receipt:
    return teamwork.hand_over(
        envelope,
        number=number,
        assignee_id=whole(sent, "assignee", field="移交给"),
        words=words(sent, "words"),
    )


def _transfer(envelope: Envelope, number: str, sent: QueryDict) -> Receipt:
    return teamwork.transfer_case(
        envelope,
        number=number,
        office=chosen(sent, "office", field="主管机构"),
        words=words(sent, "words"),
    )


def _extend(envelope: Envelope, number: str, sent: QueryDict) -> Receipt:
    reason = needed_words(sent, "words", field="延长的理由")
    return teamwork.extend_case(envelope, number=number, words=reason)


def _suspend(envelope: Envelope, number: str, sent: QueryDict) -> Receipt:
    reason = needed_words(sent, "words", field="中止的原因")
    return teamwork.suspend_case(envelope, number=number, words=reason)


def _resume(envelope: Envelope, number: str, sent: QueryDict) -> Receipt:
    reason = needed_words(sent, "words", field="恢复的原因")
    return teamwork.resume_case(envelope, number=number, words=reason)


def _take_back(envelope: Envelope, number: str, sent: QueryDict) -> Receipt:
    reason = needed_words(sent, "words", field="撤销的理由")
    return reverse_case(envelope, number=number, words=reason)


COMMANDS: Final[Mapping[str, tuple[Command, str]]] = {
    "accept": (_accept, "已受理，从次日起计算办理时限。"),
    "finish": (_finish, "已当场办结。"),
    "refuse": (_refuse, "已作出不予受理决定，并告知申请人理由、依据和救济途径。"),
    "notice": (judging.send, "一次性告知已发出，办理时限停止计算。"),
    "approve": (_approve, "审核通过。"),
    "reject": (_reject, "已作出不予通过决定，并告知申请人理由和依据。"),
    "assess": (_assess, "评估结果已登记。"),
    "negotiate": (_negotiate, "协商结果已登记。"),
    "post": (_post, "公示已发布。"),
    "settle": (_settle, "异议处理结果已登记。"),
    "end-publicity": (_end_publicity, "公示已结束。"),
    "sign": (_sign, "协议签订已登记。"),
    "pay": (_pay, "付款单已生成，请到“待遇拨付”汇总成银行文件。"),
    "close": (_close, "已办结，结果已告知申请人。"),
    "ask": (_ask, "已发出会办征求。"),
    "opine": (_opine, "意见已提交。"),
    "hand-over": (_hand_over, "办件已移交。"),
    "transfer": (_transfer, "已转送主管机构，并告知申请人。"),
    "extend": (_extend, "办理时限已延长，并告知申请人理由。"),
    "suspend": (_suspend, "已中止，办理时限停止计算。"),
    "take-back": (_take_back, "办件已撤销，改动已恢复，并告知申请人。"),
    "resume": (_resume, "已恢复办理，办理时限继续计算。"),
}
