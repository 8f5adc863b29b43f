"""What staff do in a scenario."""

from collections.abc import Mapping
from typing import Final

from tongban.core.cases.decisions.handling import Decision
from tongban.core.cases.parts import Fault, Lack
from tongban.core.items.catalogue import Citation
from tongban.core.json_values import flag_of, text_of, whole_of
from tongban.core.money import fen_from_yuan, plain_yuan
from tongban.records.cases.models import Objection, OpinionRequest
from tongban.records.payments.models import PaymentOrder
from tongban.services.cases import (
    deadlines,
    handling,
    intake,
    notices,
    pledges,
    teamwork,
)
from tongban.services.items.operations import NewPosting, post_local_material
from tongban.services.payments import operations as payments
from tongban.services.scenarios.reading import Step
from tongban.services.scenarios.stage import (
    Stage,
    WordUnknown,
    account_named,
    item_named,
    names_of,
    situations_named,
    subject_named,
)

FAULTS: Final[Mapping[str, Fault]] = {
    "缺少": Fault.MISSING,
    "不符合要求": Fault.WRONG,
    "已过期": Fault.OUTDATED,
}


def accept(stage: Stage, step: Step) -> None:
    """Accept (受理)."""
    sent = stage.envelope(step)
    stage.keep(step, intake.accept_case(sent, number=stage.number(step)))


def finish_at_once(stage: Stage, step: Step) -> None:
    """Run every step of an instant item (当场办结)."""
    sent = stage.envelope(step)
    stage.keep(step, intake.finish_at_once(sent, number=stage.number(step)))


def notify(stage: Stage, step: Step) -> None:
    """Send the one-time notice (一次性告知)."""
    terms, view = stage.terms(step), stage.record(step).events.order_by("seq")
    chosen = tuple(view[0].data.get("situations", ()))
    added = situations_named(terms, names_of(step, "补充情形"))
    said = step.fields.get("缺")
    lacks = tuple(
        Lack(
            subject_named(terms, (*chosen, *added)[-len(terms.situations) :], word),
            _fault(str(words)),
            "",
            pledge_allowed=False,
        )
        for word, words in (said.items() if isinstance(said, Mapping) else ())
    )
    notice = notices.NewNotice(
        lacks=lacks,
        added_situations=added,
        late_reason=text_of(step.fields, "监督登记"),
    )
    sent = stage.envelope(step)
    stage.keep(
        step, notices.send_notice(sent, number=stage.number(step), notice=notice)
    )


def _fault(word: str) -> Fault:
    if word not in FAULTS:
        raise WordUnknown(kind="缺", word=word)
    return FAULTS[word]


def refuse(stage: Stage, step: Step) -> None:
    """Refuse to accept (不予受理)."""
    sent = stage.envelope(step)
    receipt = intake.refuse_case(
        sent,
        number=stage.number(step),
        reason=text_of(step.fields, "情形代码"),
        words=text_of(step.fields, "说明"),
    )
    stage.keep(step, receipt)


def approve(stage: Stage, step: Step) -> None:
    """Approve (审核通过); an amount is written in yuan."""
    amount = text_of(step.fields, "金额")
    _review(stage, step, approved=True, fen=fen_from_yuan(amount) if amount else 0)


def reject(stage: Stage, step: Step) -> None:
    """Reject (审核不通过) with reason and clause."""
    _review(stage, step, approved=False, fen=0)


def _review(stage: Stage, step: Step, *, approved: bool, fen: int) -> None:
    decision = Decision(
        approved=approved,
        amount_fen=fen,
        words=text_of(step.fields, "说明"),
        clause=text_of(step.fields, "依据"),
    )
    sent = stage.envelope(step)
    stage.keep(
        step,
        handling.review_case(sent, number=stage.number(step), decision=decision),
    )


def assess(stage: Stage, step: Step) -> None:
    """Record the assessment (评估)."""
    sent = stage.envelope(step)
    receipt = handling.assess_case(
        sent,
        number=stage.number(step),
        passed=flag_of(step.fields, "通过"),
        result={
            "words": text_of(step.fields, "说明"),
            "clause": text_of(step.fields, "依据"),
        },
    )
    stage.keep(step, receipt)


def negotiate(stage: Stage, step: Step) -> None:
    """Record the negotiation (协商)."""
    sent = stage.envelope(step)
    receipt = handling.negotiate_case(
        sent,
        number=stage.number(step),
        agreed=flag_of(step.fields, "达成"),
        words=text_of(step.fields, "说明"),
        clause=text_of(step.fields, "依据"),
    )
    stage.keep(step, receipt)


def post(stage: Stage, step: Step) -> None:
    """Post the result (公示)."""
    sent = stage.envelope(step)
    receipt = handling.post_result(
        sent, number=stage.number(step), result=text_of(step.fields, "结果")
    )
    stage.keep(step, receipt)


def object_to(stage: Stage, step: Step) -> None:
    """Raise an objection (提出异议)."""
    sent = stage.envelope(step)
    receipt = handling.raise_objection(
        sent,
        number=stage.number(step),
        name=step.who,
        contact="10000000000",
        words=text_of(step.fields, "说明"),
    )
    stage.keep(step, receipt)


def settle_objection(stage: Stage, step: Step) -> None:
    """Settle the open objection (处理异议)."""
    number = stage.number(step)
    found = Objection.objects.filter(posting__number=number, settled_at=None).first()
    sent = stage.envelope(step)
    receipt = handling.settle_objection(
        sent,
        number=number,
        objection="" if found is None else found.code,
        upheld=flag_of(step.fields, "成立"),
        words=text_of(step.fields, "说明"),
    )
    stage.keep(step, receipt)


def end_publicity(stage: Stage, step: Step) -> None:
    """End publicity (结束公示)."""
    sent = stage.envelope(step)
    stage.keep(step, handling.end_publicity(sent, number=stage.number(step)))


def sign(stage: Stage, step: Step) -> None:
    """Sign the agreement (签订协议)."""
    sent = stage.envelope(step)
    receipt = handling.sign_agreement(
        sent,
        number=stage.number(step),
        agreement=text_of(step.fields, "协议编号"),
    )
    stage.keep(step, receipt)


def order(stage: Stage, step: Step) -> None:
    """Order the payment (拨付)."""
    sent = stage.envelope(step)
    stage.keep(step, payments.order_payment(sent, number=stage.number(step)))


def make_batch(stage: Stage, step: Step) -> None:
    """Make the bank file of the case's open order (生成银行文件)."""
    found = PaymentOrder.objects.filter(
        case__number=stage.number(step), state=PaymentOrder.State.ORDERED
    )
    orders = tuple(found.values_list("number", flat=True))
    stage.batch = payments.make_batch(stage.envelope(step), orders=orders).number


def bank_return(stage: Stage, step: Step) -> None:
    """Take what the bank answered (银行回盘)."""
    orders = PaymentOrder.objects.filter(batch__number=stage.batch)
    words = text_of(step.fields, "原因")
    rows = [
        f"{each.number},{plain_yuan(each.amount_fen)},"
        f"{text_of(step.fields, '结果')},{words}"
        for each in orders
    ]
    text = "\n".join((",".join(payments.RETURN_COLUMNS), *rows))
    payments.take_bank_return(stage.envelope(step), number=stage.batch, text=text)


def finish(stage: Stage, step: Step) -> None:
    """Close (办结)."""
    sent = stage.envelope(step)
    stage.keep(step, handling.finish_case(sent, number=stage.number(step)))


def check_pledge(stage: Stage, step: Step) -> None:
    """Check a pledge afterwards (核查承诺)."""
    terms = stage.terms(step)
    known = {
        word: each.code for each in terms.materials for word in (each.name, each.code)
    }
    (word,) = names_of(step, "材料")
    sent = stage.envelope(step)
    receipt = pledges.check_pledge(
        sent,
        number=stage.number(step),
        material=known.get(word, word),
        kept=flag_of(step.fields, "属实"),
        method=text_of(step.fields, "方式"),
        words=text_of(step.fields, "说明"),
    )
    stage.keep(step, receipt)


def repair(stage: Stage, step: Step) -> None:
    """Let the party pledge again (修复承诺资格)."""
    party_id = stage.record(step).party_id
    words = text_of(step.fields, "说明")
    pledges.repair_pledge_bar(stage.envelope(step), party_id=party_id, words=words)


def extend(stage: Stage, step: Step) -> None:
    """Extend the limit (延长)."""
    sent, words = stage.envelope(step), text_of(step.fields, "说明")
    stage.keep(step, teamwork.extend_case(sent, number=stage.number(step), words=words))


def suspend(stage: Stage, step: Step) -> None:
    """Suspend (中止)."""
    sent, words = stage.envelope(step), text_of(step.fields, "说明")
    stage.keep(
        step, teamwork.suspend_case(sent, number=stage.number(step), words=words)
    )


def resume(stage: Stage, step: Step) -> None:
    """Go on (恢复)."""
    sent, words = stage.envelope(step), text_of(step.fields, "说明")
    stage.keep(step, teamwork.resume_case(sent, number=stage.number(step), words=words))


def ask_opinion(stage: Stage, step: Step) -> None:
    """Ask another desk (征求意见)."""
    sent = stage.envelope(step)
    receipt = teamwork.ask_opinion(
        sent,
        number=stage.number(step),
        desk=text_of(step.fields, "科室"),
        question=text_of(step.fields, "问题"),
        days=whole_of(step.fields, "天数"),
    )
    stage.keep(step, receipt)


def give_opinion(stage: Stage, step: Step) -> None:
    """Answer the open question (答复意见)."""
    number = stage.number(step)
    found = OpinionRequest.objects.filter(case__number=number, given_at=None).first()
    sent = stage.envelope(step)
    receipt = teamwork.give_opinion(
        sent,
        number=number,
        opinion="" if found is None else found.code,
        words=text_of(step.fields, "意见"),
    )
    stage.keep(step, receipt)


def hand_over(stage: Stage, step: Step) -> None:
    """Hand the case to a colleague (移交)."""
    sent = stage.envelope(step)
    receipt = teamwork.hand_over(
        sent,
        number=stage.number(step),
        assignee_id=account_named(text_of(step.fields, "给")).pk,
        words=text_of(step.fields, "说明"),
    )
    stage.keep(step, receipt)


def post_material(stage: Stage, step: Step) -> None:
    """Announce a local extra material (公布材料)."""
    sent = stage.envelope(step)
    post_local_material(
        NewPosting(
            region=text_of(step.fields, "地区") or sent.actor.office_code,
            item=item_named(step).code,
            code=text_of(step.fields, "代码"),
            name=text_of(step.fields, "名称"),
            text=text_of(step.fields, "文字") or text_of(step.fields, "名称"),
            basis=Citation("DEMO", text_of(step.fields, "依据") or "公告"),
        ),
        actor=sent.actor,
        now=sent.now,
    )


def sweep(stage: Stage, step: Step) -> None:
    """Let the background do its round (到时)."""
    deadlines.fire_rungs(stage.envelope(step).now)
    deadlines.note_late_opinions(step.at)
