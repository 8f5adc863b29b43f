"""A scenario stops at the first step that goes otherwise, and leaves nothing."""

import pytest
from tests.services.scenarios.conftest import Written

from tongban.records.cases.models import Case, Command
from tongban.services.scenarios.playing import Verdict, play, play_and_undo

pytestmark = pytest.mark.usefixtures("demo_region", "db")

APPLY = (
    "    - {时间: 2023-09-11 10:00, 谁: clerk1, 做: 申请, 事项: 住院费用报销,"
    " 申请人: zhaolei, 称为: 报销}\n"
)
ACCEPT = "    - {时间: 2023-09-11 10:10, 谁: clerk1, 做: 受理%s}\n"


def keys(verdict: Verdict) -> list[str]:
    return [each.key for each in verdict.differences]


def test_a_story_that_comes_true_has_nothing_to_say(written: Written) -> None:
    verdict = play(written(APPLY + ACCEPT % ", 应当: {办结日: 2023-09-20}"))
    assert verdict.passed
    assert verdict.words == ""


def test_the_first_wrong_step_is_named_with_all_that_differs(written: Written) -> None:
    wrong = ", 应当: {办结日: 2023-09-21, 状态: 办理中, 待补: [费用清单]}"
    verdict = play(written(APPLY + ACCEPT % wrong + ACCEPT % ""))
    assert keys(verdict) == ["办结日", "待补"]
    assert verdict.words.endswith(
        "story.yaml:5: 第2步（clerk1 受理）办结日应当是2023-09-21，实际是2023-09-20；"
        "待补应当是“费用清单”，实际是无"
    )


def test_a_refusal_nobody_expected_fails_with_its_sentence(written: Written) -> None:
    verdict = play(written(APPLY + ACCEPT % "" + ACCEPT % ""))
    assert verdict.step is not None
    assert verdict.step.place == 3
    assert keys(verdict) == ["拒绝"]
    assert "cases.wrong_step" in verdict.words


def test_an_expected_refusal_that_does_not_come_fails(written: Written) -> None:
    verdict = play(written(APPLY + ACCEPT % ", 应当: {拒绝: cases.wrong_step}"))
    assert verdict.words.endswith("拒绝应当是cases.wrong_step，实际是不拒绝")


def test_the_sentence_of_a_refusal_must_hold_the_hint(written: Written) -> None:
    told = ", 应当: {拒绝: cases.wrong_step, 提示: %s}"
    first = APPLY + ACCEPT % ""
    assert play(written(first + ACCEPT % (told % "请先完成前面的环节"))).passed
    assert keys(play(written(first + ACCEPT % (told % "改日再来")))) == ["提示"]


@pytest.mark.parametrize(
    "step",
    [
        "{时间: 2023-09-11 10:10, 谁: nobody, 做: 受理}",
        "{时间: 2023-09-11 10:10, 谁: clerk1, 做: 受理, 办件: 另一件}",
        (
            "{时间: 2023-09-11 10:10, 谁: clerk1, 做: 申请, 事项: 没有的事项,"
            " 申请人: zhaolei}"
        ),
        (
            "{时间: 2023-09-11 10:10, 谁: clerk1, 做: 申请, 事项: 住院费用报销,"
            " 申请人: limin, 情形: [天气]}"
        ),
    ],
)
def test_a_word_nothing_goes_by_fails_even_when_a_refusal_is_expected(
    written: Written, step: str
) -> None:
    expected = ", 应当: {拒绝: scenarios.word_unknown}}"
    story = written(f"{APPLY}    - {step.removesuffix('}')}{expected}\n")
    assert keys(play(story)) == ["写法"]


def test_sending_again_uses_the_same_key(written: Written) -> None:
    again = "    - {时间: 2023-09-11 10:20, 谁: clerk1, 做: 重发, 应当: {环节: 审核}}\n"
    assert play(written(APPLY + ACCEPT % "" + again)).passed
    assert Command.objects.count() == 2


def test_nothing_to_send_again_fails(written: Written) -> None:
    story = written("    - {时间: 2023-09-11 10:20, 谁: clerk1, 做: 重发}\n")
    assert keys(play(story)) == ["写法"]


def test_a_story_played_and_undone_leaves_nothing(written: Written) -> None:
    story = written(APPLY + ACCEPT % "")
    assert play_and_undo(story).passed
    assert play_and_undo(story).passed
    assert not Case.objects.exists()
    assert not Command.objects.exists()


def test_who_sees_a_case_is_asked_of_the_page(written: Written) -> None:
    seen = ", 应当: {能看到: [clerk1, zhaolei], 不能看到: [kuiwen-clerk]}"
    assert play(written(APPLY + ACCEPT % seen)).passed
    wrong = ", 应当: {能看到: [kuiwen-clerk], 不能看到: [zhaolei]}"
    assert keys(play(written(APPLY + ACCEPT % wrong))) == ["能看到", "不能看到"]
