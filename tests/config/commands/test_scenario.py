"""``tongban scenario run``: the report people read, the one programs read, the code."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.conf import settings

from tongban.config.commands.scenario import scenario

STORY = """\
- 名称: 临时外出备案，窗口当场办结
  条款: [SD28-13]
  步骤:
  - {时间: 2023-07-18 8:50, 谁: clerk1, 做: 原有参保, 申请人: limin,
     身份: 参保职工, 自: 2023-01-01}
  - {时间: 2023-07-18 9:00, 谁: clerk1, 做: 申请, 事项: "13", 申请人: limin, 暂缺: true}
  - {时间: 2023-07-18 10:05, 谁: clerk1, 做: 当场办结, 应当: {状态: 已办结}}
"""
WRONG = STORY.replace("窗口当场办结", "写错了").replace("状态: 已办结", "状态: 未通过")


@pytest.fixture(autouse=True)
def _staged(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a demo, and let the command find the server that runs already."""
    monkeypatch.setattr("tongban.config.postgres.answers", lambda _: True)
    monkeypatch.setattr(settings, "TONGBAN_DEMO", True)


def run(path: Path, *options: str) -> Result:
    return CliRunner().invoke(scenario, ["run", str(path), *options])


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_a_folder_of_true_stories_ends_with_zero(tmp_path: Path) -> None:
    written(tmp_path, "one.yaml", STORY)
    found = run(tmp_path)
    assert found.exit_code == 0, found.output
    assert found.output.splitlines() == [
        "✓ 临时外出备案，窗口当场办结（SD28-13）",
        "共1个场景，0个不符合预期。",
    ]


def test_a_wrong_story_names_file_line_step_expected_and_found(tmp_path: Path) -> None:
    path = written(tmp_path, "wrong.yaml", WRONG)
    found = run(path)
    assert found.exit_code == 1
    assert found.output.splitlines() == [
        "✗ 临时外出备案，写错了（SD28-13）",
        f"    {path}:7: 第3步（clerk1 当场办结）状态应当是未通过，实际是已办结",
        "共1个场景，1个不符合预期。",
    ]


def test_programs_get_the_same_as_json(tmp_path: Path) -> None:
    path = written(tmp_path, "both.yaml", STORY + WRONG)
    found = run(path, "--format", "json")
    assert found.exit_code == 1
    first, second = json.loads(found.output)
    assert first["passed"] is True
    assert second == {
        "file": str(path),
        "line": 14,
        "name": "临时外出备案，写错了",
        "clauses": ["SD28-13"],
        "passed": False,
        "step": 3,
        "differences": [{"key": "状态", "expected": "未通过", "found": "已办结"}],
    }


def test_a_faulty_file_lists_its_mistakes_and_plays_nothing(tmp_path: Path) -> None:
    written(tmp_path, "a.yaml", STORY)
    path = written(tmp_path, "b.yaml", STORY.replace("当场办结,", "当场办完,"))
    found = run(tmp_path)
    assert found.exit_code == 1
    assert "✓" not in found.output
    assert f"\n{path}:7: “当场办完”不在允许的值之内" in found.output


def test_a_site_that_is_no_demo_refuses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "TONGBAN_DEMO", False)
    found = run(written(tmp_path, "one.yaml", STORY))
    assert found.exit_code == 1
    assert "仅供演示环境使用" in found.output
