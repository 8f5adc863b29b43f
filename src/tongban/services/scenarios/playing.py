"""Plays scenarios through the same services as the pages, and undoes them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from django.db import transaction

from tongban.core.refusals import Refusal
from tongban.services.messages.queries import sentence_of
from tongban.services.scenarios import applying, handling
from tongban.services.scenarios.expecting import differences
from tongban.services.scenarios.reading import Scenario, Step
from tongban.services.scenarios.stage import Stage

Act = Callable[[Stage, Step], None]
ACTS: Final[Mapping[str, Act]] = {
    "申请": applying.apply,
    "补充材料": applying.add_materials,
    "更正": applying.correct,
    "答复告知": applying.answer,
    "撤回": applying.withdraw,
    "承诺": applying.pledge,
    "收回承诺": applying.take_back_pledge,
    "授权": applying.mandate,
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
    "到时": handling.sweep,
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a scenario went: no words mean that all came true."""

    scenario: Scenario
    step: int
    words: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether everything came true."""
        return not self.words


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
        words = _play_step(stage, step)
        if words:
            return Verdict(scenario, step.place, words)
    return Verdict(scenario, 0, ())


def _play_step(stage: Stage, step: Step) -> tuple[str, ...]:
    act = ACTS.get(step.act)
    if act is None:
        return (f"不认识的动作“{step.act}”",)
    refused = _refusal_of(act, stage, step)
    expected = step.expected.get("拒绝")
    found = None if refused is None else refused.code
    if found != expected:
        told = "" if refused is None else f"（{sentence_of(refused)}）"
        return (f"拒绝：应当是{expected or '不拒绝'}，实际是{found or '不拒绝'}{told}",)
    hint = step.expected.get("提示")
    if refused is not None and hint and str(hint) not in sentence_of(refused):
        return (f"提示：应当有“{hint}”，实际是“{sentence_of(refused)}”",)
    return differences(stage, step)


def _refusal_of(act: Act, stage: Stage, step: Step) -> Refusal | None:
    try:
        act(stage, step)
    except Refusal as refused:
        return refused
    return None
