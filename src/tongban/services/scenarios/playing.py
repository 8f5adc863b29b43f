"""Plays scenarios through the same services as the pages, and undoes them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from django.db import transaction

from tongban.core.refusals import Refusal
from tongban.services.cases.envelope import Envelope
from tongban.services.messages.queries import sentence_of
from tongban.services.scenarios import (
    accounts,
    applying,
    enrolling,
    handling,
    matching,
    moving,
    rating,
)
from tongban.services.scenarios.expecting import Difference, differences
from tongban.services.scenarios.reading import Scenario, Step
from tongban.services.scenarios.stage import Stage, WordUnknown

AGAIN: Final = "重发"
NO_REFUSAL: Final = "不拒绝"
Act = Callable[[Stage, Step, Envelope], None]
ACTS: Final[Mapping[str, Act]] = {
    "申请": applying.apply,
    "补充材料": applying.add_materials,
    "更正": applying.correct,
    "答复告知": applying.answer,
    "撤回": applying.withdraw,
    "承诺": applying.pledge,
    "收回承诺": applying.take_back_pledge,
    "授权": applying.give,
    "撤销授权": applying.revoke,
    "受理": handling.accept,
    "当场办结": handling.finish_at_once,
    "一次性告知": handling.notify,
    "不予受理": handling.refuse,
    "审核通过": handling.approve,
    "审核不通过": handling.reject,
    "评估": handling.assess,
    "协商": handling.negotiate,
    "公示": handling.post,
    "提出异议": handling.object_to,
    "处理异议": handling.settle_objection,
    "结束公示": handling.end_publicity,
    "签订协议": handling.sign,
    "拨付": handling.order,
    "生成银行文件": handling.make_batch,
    "银行回盘": handling.bank_return,
    "办结": handling.finish,
    "核查承诺": handling.check_pledge,
    "修复承诺资格": handling.repair,
    "延长": handling.extend,
    "中止": handling.suspend,
    "恢复": handling.resume,
    "征求意见": handling.ask_opinion,
    "答复意见": handling.give_opinion,
    "移交": handling.hand_over,
    "公布材料": handling.post_material,
    "加载放假通知": handling.load_calendar,
    "到时": handling.sweep,
    "处理重复参保": enrolling.resolve,
    "撤销办件": enrolling.reverse,
    "接收部门数据": matching.take,
    "采用比对": matching.accept,
    "不采用比对": matching.reject,
    "撤销比对": matching.take_back,
    "夜间比对": matching.night,
    "个人账户入账": accounts.put_in,
    "按月划入": accounts.credit,
    "原有参保": moving.bring_cover,
    "交换消息": moving.exchange,
    "录入信息表": moving.enter,
    "评价": rating.rate,
    "追评": rating.add,
    "要求重新整改": rating.ask_again,
    "交办整改": rating.assign,
    "回访": rating.call_back,
    "开始整改": rating.start,
    "报告整改": rating.report,
    "复核整改": rating.review,
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a scenario went: no differences mean that all came true.

    ``step`` is the one that went wrong; the steps after it were not played.
    """

    scenario: Scenario
    step: Step | None
    differences: tuple[Difference, ...]

    @property
    def passed(self) -> bool:
        """Whether everything came true."""
        return not self.differences

    @property
    def words(self) -> str:
        """What went wrong and where, in Chinese; empty when nothing did."""
        if self.step is None:
            return ""
        where = f"{self.scenario.file}:{self.step.line}: 第{self.step.place}步"
        told = "；".join(str(each) for each in self.differences)
        return f"{where}（{self.step.who} {self.step.act}）{told}"


def play_and_undo(scenario: Scenario) -> Verdict:
    """Play a scenario and leave the database as it was."""
    with transaction.atomic():
        verdict = play(scenario)
        transaction.set_rollback(True)
    return verdict


def play(scenario: Scenario) -> Verdict:
    """Play a scenario up to its first difference."""
    stage = Stage(scenario)
    for step in scenario.steps:
        found = _play_step(stage, step)
        if found:
            return Verdict(scenario, step, found)
    return Verdict(scenario, None, ())


def _play_step(stage: Stage, step: Step) -> tuple[Difference, ...]:
    before = stage.version()
    refused = _refusal_of(stage, step)
    if refused is not None and stage.version() != before:
        return (Difference("拒绝", "没有任何变化", "办件已经改变"),)
    if isinstance(refused, WordUnknown):
        return (Difference("写法", "能够办理", sentence_of(refused)),)
    return _answer(refused, step) or differences(stage, step)


def _answer(refused: Refusal | None, step: Step) -> tuple[Difference, ...]:
    """Compare the refusal, or that there was none, with what was expected."""
    expected = step.expected.get("拒绝", NO_REFUSAL)
    if refused is None:
        same = expected == NO_REFUSAL
        return () if same else (Difference("拒绝", expected, NO_REFUSAL),)
    sentence = sentence_of(refused)
    if refused.code != expected:
        return (Difference("拒绝", expected, f"{refused.code}（{sentence}）"),)
    hint = str(step.expected.get("提示", ""))
    return () if hint in sentence else (Difference("提示", hint, sentence),)


def _refusal_of(stage: Stage, step: Step) -> Refusal | None:
    try:
        _send(stage, step)
    except Refusal as refused:
        return refused
    return None


def _send(stage: Stage, step: Step) -> None:
    """Send the command of a step; 重发 sends the one before with the same key."""
    if step.act != AGAIN:
        stage.last = (step, stage.envelope(step))
    elif stage.last is None:
        raise WordUnknown(kind="动作", word=AGAIN)
    sent_step, sent = stage.last
    ACTS[sent_step.act](stage, sent_step, sent)
