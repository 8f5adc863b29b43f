"""A scenario file is read whole, or refused with every mistake and its line."""

import json
from pathlib import Path

import pytest

from tongban.config.environment import REPOSITORY
from tongban.core.ratings.corrections import CORRECTION_WORDS
from tongban.policy.schemas import SCHEMAS
from tongban.services.scenarios.expecting import FOUND, LAYER_NAMES, OF_THE_ANSWER
from tongban.services.scenarios.handling import FAULTS
from tongban.services.scenarios.playing import ACTS, AGAIN, play
from tongban.services.scenarios.rating import CLAIMS, NONE
from tongban.services.scenarios.reading import (
    ScenarioFaulty,
    read_all,
    read_scenarios,
)
from tongban.services.scenarios.stage import AUDIENCES, CHANNELS

GOOD = """\
- 名称: 一
  条款: [SD28-16, CN39-十二]
  步骤:
    - {时间: 2023-09-11 9:05, 谁: clerk1, 做: 受理, 应当: {办结日: 2023-09-25}}
"""
SCHEMA = json.loads((SCHEMAS / "scenario.json").read_text("utf-8"))["$defs"]


def faults_of(tmp_path: Path, text: str) -> list[str]:
    path = tmp_path / "story.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(ScenarioFaulty) as refused:
        read_scenarios(path)
    return [fault.removeprefix(f"{path}:") for fault in refused.value.faults]


def test_a_story_is_read_with_its_lines_and_days_as_text(tmp_path: Path) -> None:
    path = tmp_path / "story.yaml"
    path.write_text(GOOD, "utf-8")
    (story,) = read_scenarios(path)
    (step,) = story.steps
    assert (story.name, story.clauses, story.line) == (
        "一",
        ("SD28-16", "CN39-十二"),
        1,
    )
    assert (step.place, step.line, step.at.isoformat()) == (
        1,
        4,
        "2023-09-11T09:05:00+08:00",
    )
    assert step.expected == {"办结日": "2023-09-25"}


def test_every_mistake_is_named_at_once_with_its_line(tmp_path: Path) -> None:
    text = GOOD.replace("做: 受理", "做: 受里").replace("办结日:", "办结:") + (
        "    - {时间: 2023-09-12 9:00, 谁: clerk1, 做: 受理, 金额: '1.00'}\n"
        "    - {时间: 2023-09-12 9:00, 谁: finance1, 做: 银行回盘}\n"
    )
    faults = faults_of(tmp_path, text)
    assert [fault.split(":")[0] for fault in faults] == ["4", "4", "5", "6"]
    assert "“受里”不在允许的值之内" in "".join(faults)
    assert faults[-1] == "6: 缺少必填的键“结果”"


@pytest.mark.parametrize(
    ("moment", "fault"),
    [
        ("2023-02-29 9:00", "4: 没有这个日期或时刻"),
        ("2023-02-28 24:00", "4: 没有这个日期或时刻"),
    ],
)
def test_a_moment_that_does_not_exist_is_refused(
    tmp_path: Path, moment: str, fault: str
) -> None:
    assert faults_of(tmp_path, GOOD.replace("2023-09-11 9:05", moment)) == [fault]


def test_steps_go_forward_in_time_and_names_are_used_once(tmp_path: Path) -> None:
    back = "    - {时间: 2023-09-11 9:04, 谁: clerk1, 做: 受理}\n"
    assert faults_of(tmp_path, GOOD + back + GOOD) == [
        "5: 早于上一步的时间",
        "6: 本文件里已有同名的场景",
    ]


def test_the_mistakes_of_several_files_come_together(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("a.yaml", "b.yaml")]
    for path in paths:
        path.write_text("- 名称: 一\n", "utf-8")
    with pytest.raises(ScenarioFaulty) as refused:
        read_all(paths)
    named = {fault.split(":")[0] for fault in refused.value.faults}
    assert named == {str(path) for path in paths}


def test_words_of_the_schema_are_those_the_player_knows() -> None:
    keys = SCHEMA["step"]["properties"]
    assert set(keys["做"]["enum"]) == {*ACTS, AGAIN}
    assert set(keys["身份"]["enum"]) == set(AUDIENCES)
    assert set(keys["渠道"]["enum"]) == set(CHANNELS)
    assert set(keys["缺"]["additionalProperties"]["enum"]) == set(FAULTS)
    assert set(keys["结论"]["enum"]) == set(CLAIMS)
    expected = SCHEMA["expected"]["properties"]
    assert set(expected) == {*FOUND, *OF_THE_ANSWER}
    assert set(expected["时限"]["properties"]) == set(LAYER_NAMES)
    assert set(expected["整改"]["enum"]) == {NONE, *CORRECTION_WORDS.values()}


def test_every_action_says_which_keys_it_takes() -> None:
    rules = SCHEMA["step"]["allOf"]
    assert {rule["if"]["properties"]["做"]["const"] for rule in rules} == {*ACTS, AGAIN}


@pytest.mark.usefixtures("demo_region", "db")
def test_the_example_of_the_reference_page_comes_true(tmp_path: Path) -> None:
    page = (REPOSITORY / "docs/reference/scenarios.md").read_text("utf-8")
    path = tmp_path / "example.yaml"
    path.write_text(page.split("```yaml\n")[1].split("```")[0], "utf-8")
    (story,) = read_scenarios(path)
    assert play(story).words == ""


def test_the_reference_page_names_every_action_and_expectation() -> None:
    page = (REPOSITORY / "docs/reference/scenarios.md").read_text("utf-8")
    words = {*ACTS, AGAIN, *FOUND, *OF_THE_ANSWER, *SCHEMA["step"]["properties"]}
    assert [word for word in words if word not in page] == []
