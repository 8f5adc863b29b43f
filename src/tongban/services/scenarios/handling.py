"""What staff do in a scenario."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from tongban.core.calendar.workdays import WorkCalendar
from tongban.core.cases.decisions.handling import Decision
from tongban.core.cases.materials import amended
from tongban.core.cases.parts import Fault, Lack
from tongban.core.items.catalogue import Citation
from tongban.core.json_values import flag_of, text_of, whole_of
from tongban.core.money import fen_from_yuan, plain_yuan
from tongban.records.cases.models import Objection, OpinionRequest
from tongban.records.payments.models import PaymentOrder
from tongban.services.calendar.operations import load_notice
from tongban.services.cases import (
    deadlines,
    handling,
    intake,
    notices,
    pledges,
    teamwork,
)
from tongban.services.cases.envelope import Envelope
from tongban.services.items.operations import NewPosting, post_local_material
from tongban.services.payments import operations as payments
from tongban.services.ratings.corrections import fire_correction_rungs
from tongban.services.scenarios.applying import DEMO_PHONE, one_material
from tongban.services.scenarios.reading import Step
from tongban.services.scenarios.stage import (
    DEMO_CITY,
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


def accept(stage: Stage, step: Step, sent: Envelope) -> None:
    """Accept (受理)."""
    stage.keep(intake.accept_case(sent, number=stage.number(step)))


def finish_at_once(stage: Stage, step: Step, sent: Envelope) -> None:
    """Run every step of an instant item (当场办结)."""
    stage.keep(intake.finish_at_once(sent, number=stage.number(step)))


def notify(stage: Stage, step: Step, sent: Envelope) -> None:
    """Send the one-time notice (一次性告知)."""
    terms = stage.terms(step)
    added = situations_named(terms, names_of(step.fields, "补充情形"))
    situations = amended(terms, stage.view(step).situations, added)
    said = step.fields.get("缺")
    lacks = tuple(
        Lack(
            subject_named(terms, situations, word),
            FAULTS[str(fault)],
            "",
            pledge_allowed=False,
        )
        for word, fault in (said.items() if isinstance(said, Mapping) else ())
    )
    notice = notices.NewNotice(
        lacks=lacks,
        added_situations=added,
        late_reason=text_of(step.fields, "监督登记"),
    )
    stage.keep(notices.send_notice(sent, number=stage.number(step), notice=notice))


def refuse(stage: Stage, step: Step, sent: Envelope) -> None:
    """Refuse to accept (不予受理)."""
    receipt = intake.refuse_case(
        sent,
        number=stage.number(step),
        reason=text_of(step.fields, "情形代码"),
        words=text_of(step.fields, "说明"),
    )
    stage.keep(receipt)


def approve(stage: Stage, step: Step, sent: Envelope) -> None:
    """Approve (审核通过); an amount is written in yuan."""
    amount = text_of(step.fields, "金额")
    _review(
        stage, step, sent, approved=True, fen=fen_from_yuan(amount) if amount else 0
    )


def reject(stage: Stage, step: Step, sent: Envelope) -> None:
    """Reject (审核不通过) with reason and clause."""
    _review(stage, step, sent, approved=False, fen=0)


def _review(
    stage: Stage, step: Step, sent: Envelope, *, approved: bool, fen: int
) -> None:
    decision = Decision(
        approved=approved,
        amount_fen=fen,
        words=text_of(step.fields, "说明"),
        clause=text_of(step.fields, "依据"),
    )
    stage.keep(
        handling.review_case(sent, number=stage.number(step), decision=decision),
    )


def assess(stage: Stage, step: Step, sent: Envelope) -> None:
    """Record the assessment (评估)."""
    receipt = handling.assess_case(
        sent,
        number=stage.number(step),
        passed=flag_of(step.fields, "通过"),
        result={
            "words": text_of(step.fields, "说明"),
            "clause": text_of(step.fields, "依据"),
        },
    )
    stage.keep(receipt)


def negotiate(stage: Stage, step: Step, sent: Envelope) -> None:
    """Record the negotiation (协商)."""
    receipt = handling.negotiate_case(
        sent,
        number=stage.number(step),
        agreed=flag_of(step.fields, "达成"),
        words=text_of(step.fields, "说明"),
        clause=text_of(step.fields, "依据"),
    )
    stage.keep(receipt)


def post(stage: Stage, step: Step, sent: Envelope) -> None:
    """Post the result (公示)."""
    receipt = handling.post_result(
        sent, number=stage.number(step), result=text_of(step.fields, "结果")
    )
    stage.keep(receipt)


def object_to(stage: Stage, step: Step, sent: Envelope) -> None:
    """Raise an objection (提出异议)."""
    receipt = handling.raise_objection(
        sent,
        number=stage.number(step),
        name=step.who,
        contact=DEMO_PHONE,
        words=text_of(step.fields, "说明"),
    )
    stage.keep(receipt)


def settle_objection(stage: Stage, step: Step, sent: Envelope) -> None:
    """Settle the open objection (处理异议)."""
    number = stage.number(step)
    found = Objection.objects.filter(posting__number=number, settled_at=None).first()
    receipt = handling.settle_objection(
        sent,
        number=number,
        objection="" if found is None else found.code,
        upheld=flag_of(step.fields, "成立"),
        words=text_of(step.fields, "说明"),
    )
    stage.keep(receipt)


def end_publicity(stage: Stage, step: Step, sent: Envelope) -> None:
    """End publicity (结束公示)."""
    stage.keep(handling.end_publicity(sent, number=stage.number(step)))


def sign(stage: Stage, step: Step, sent: Envelope) -> None:
    """Sign the agreement (签订协议)."""
    receipt = handling.sign_agreement(
        sent,
        number=stage.number(step),
        agreement=text_of(step.fields, "协议编号"),
    )
    stage.keep(receipt)


def order(stage: Stage, step: Step, sent: Envelope) -> None:
    """Order the payment (拨付)."""
    stage.keep(payments.order_payment(sent, number=stage.number(step)))


def make_batch(stage: Stage, step: Step, sent: Envelope) -> None:
    """Make the bank file of the case's open order (生成银行文件)."""
    found = PaymentOrder.objects.filter(
        case__number=stage.number(step), state=PaymentOrder.State.ORDERED
    )
    orders = tuple(found.values_list("number", flat=True))
    stage.batch = payments.make_batch(sent, orders=orders).number


def bank_return(stage: Stage, step: Step, sent: Envelope) -> None:
    """Take what the bank answered (银行回盘)."""
    orders = PaymentOrder.objects.filter(batch__number=stage.batch)
    words = text_of(step.fields, "原因")
    rows = [
        f"{each.number},{plain_yuan(each.amount_fen)},"
        f"{text_of(step.fields, '结果')},{words}"
        for each in orders
    ]
    text = "\n".join((",".join(payments.RETURN_COLUMNS), *rows))
    payments.take_bank_return(sent, number=stage.batch, text=text)


def finish(stage: Stage, step: Step, sent: Envelope) -> None:
    """Close (办结)."""
    stage.keep(handling.finish_case(sent, number=stage.number(step)))


def check_pledge(stage: Stage, step: Step, sent: Envelope) -> None:
    """Check a pledge afterwards (核查承诺)."""
    receipt = pledges.check_pledge(
        sent,
        number=stage.number(step),
        material=one_material(stage, step),
        kept=flag_of(step.fields, "属实"),
        method=text_of(step.fields, "方式"),
        words=text_of(step.fields, "说明"),
    )
    stage.keep(receipt)


def repair(stage: Stage, step: Step, sent: Envelope) -> None:
    """Let the party pledge again (修复承诺资格)."""
    party_id = stage.record(step).party_id
    words = text_of(step.fields, "说明")
    pledges.repair_pledge_bar(sent, party_id=party_id, words=words)


def extend(stage: Stage, step: Step, sent: Envelope) -> None:
    """Extend the limit (延长)."""
    words = text_of(step.fields, "说明")
    stage.keep(teamwork.extend_case(sent, number=stage.number(step), words=words))


def suspend(stage: Stage, step: Step, sent: Envelope) -> None:
    """Suspend (中止)."""
    words = text_of(step.fields, "说明")
    stage.keep(teamwork.suspend_case(sent, number=stage.number(step), words=words))


def resume(stage: Stage, step: Step, sent: Envelope) -> None:
    """Go on (恢复)."""
    words = text_of(step.fields, "说明")
    stage.keep(teamwork.resume_case(sent, number=stage.number(step), words=words))


def ask_opinion(stage: Stage, step: Step, sent: Envelope) -> None:
    """Ask another desk (征求意见)."""
    receipt = teamwork.ask_opinion(
        sent,
        number=stage.number(step),
        desk=text_of(step.fields, "科室"),
        question=text_of(step.fields, "问题"),
        days=whole_of(step.fields, "天数"),
    )
    stage.keep(receipt)


def give_opinion(stage: Stage, step: Step, sent: Envelope) -> None:
    """Answer the open question (答复意见)."""
    number = stage.number(step)
    found = OpinionRequest.objects.filter(case__number=number, given_at=None).first()
    receipt = teamwork.give_opinion(
        sent,
        number=number,
        opinion="" if found is None else found.code,
        words=text_of(step.fields, "意见"),
    )
    stage.keep(receipt)


def hand_over(stage: Stage, step: Step, sent: Envelope) -> None:
    """Hand the case to a colleague (移交)."""
    receipt = teamwork.hand_over(
        sent,
        number=stage.number(step),
        assignee_id=account_named(text_of(step.fields, "给")).pk,
        words=text_of(step.fields, "说明"),
    )
    stage.keep(receipt)


def post_material(stage: Stage, step: Step, sent: Envelope) -> None:
    """Announce a local extra material (公布材料), for the region of the office."""
    basis = text_of(step.fields, "依据")
    name = text_of(step.fields, "名称")
    post_local_material(
        NewPosting(
            region=text_of(step.fields, "地区") or stage.scenario.region or DEMO_CITY,
            item=item_named(step.fields.get("事项"), step).code,
            code=text_of(step.fields, "代码") or name,
            name=name,
            text=text_of(step.fields, "文字"),
            basis=Citation(basis, basis),
        ),
        actor=sent.actor,
        now=sent.now,
    )


def load_calendar(stage: Stage, step: Step, sent: Envelope) -> None:
    """Load a holiday notice (加载放假通知); open cases move with it.

    The file is looked for beside the scenario's own.
    """
    path = Path(stage.scenario.file).parent / text_of(step.fields, "文件")
    if not path.is_file():
        raise WordUnknown(kind="文件", word=str(path))

    def move(calendar: WorkCalendar) -> int:
        return deadlines.reproject(calendar, now=sent.now, why=path.name)

    text = path.read_text("utf-8")
    load_notice(text, actor=sent.actor, now=sent.now, reproject=move)


def sweep(stage: Stage, step: Step, sent: Envelope) -> None:
    """Let the background do its round (到时)."""
    del stage, step
    deadlines.fire_rungs(sent.now)
    deadlines.note_late_opinions(sent.now)
    deadlines.refresh_stopped(sent.now)
    fire_correction_rungs(sent.now)
