"""The trace of clauses: complete, proved by what tests say, wrong names found."""

from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from tongban.config.commands import trace as command
from tongban.config.commands.trace import UNPROVED, page_of
from tongban.policy.located import PolicyFileWrong
from tongban.policy.trace import Clause, Kind, load_clauses, read_trace, titles

ROOT = Path(__file__).resolve().parents[2]
CLAUSES = {clause.id: clause for clause in load_clauses(ROOT / "policy")}


def numbered(prefix: str, last: int) -> set[str]:
    return {f"{prefix}{number}" for number in range(1, last + 1)}


def test_every_measure_item_task_and_row_is_listed():
    assert numbered("SD20-", 20) <= set(CLAUSES)
    assert numbered("SD28-", 28) <= set(CLAUSES)
    assert numbered("PT25-", 25) <= set(CLAUSES)
    assert numbered("GD18-附件", 18) <= set(CLAUSES)
    assert {f"GD18-任务{sign}" for sign in "一二三四五六"} <= set(CLAUSES)
    assert {f"SD28-通知{sign}" for sign in "一二三"} <= set(CLAUSES)
    assert {f"SD20-三({sign})" for sign in "一二三四"} <= set(CLAUSES)
    ones = "一二三四五六七八九"
    signs = [*ones, "十", *(f"十{sign}" for sign in ones[:6])]
    assert {f"CN39-{sign}" for sign in signs} <= set(CLAUSES)


def test_every_guide_stands_under_the_number_of_its_chapter():
    for path in (ROOT / "policy/guides/370000").glob("*.yaml"):
        number = yaml.safe_load(path.read_text())["chapter_number"]
        listed = CLAUSES[f"SD28-指南{number}"]
        assert listed.policy == (f"guides/370000/{path.name}",)
    assert sum(1 for name in CLAUSES if name.startswith("SD28-指南")) == 36


def test_every_item_names_its_own_file():
    for path in (ROOT / "policy/items/370000").glob("*.yaml"):
        number = yaml.safe_load(path.read_text())["versions"][-1]["number"]
        assert CLAUSES[f"SD28-{number}"].policy == (f"items/370000/{path.name}",)


def test_the_published_trace_has_no_fault():
    assert read_trace(ROOT).faults == ()


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A repository of one document with three clauses and one proved test."""
    for folder in ("policy/trace", "policy/schema", "policy/items", "tests/scenarios"):
        (tmp_path / folder).mkdir(parents=True)
    schema = (ROOT / "policy/schema/trace.json").read_text()
    (tmp_path / "policy/schema/trace.json").write_text(schema)
    (tmp_path / "policy/documents.yaml").write_text(
        "documents:\n  - {code: SD20, title: 二十项措施}\n"
    )
    (tmp_path / "policy/items/a.yaml").write_text("a: 1\n")
    (tmp_path / "src/tongban").mkdir(parents=True)
    (tmp_path / "src/tongban/cases.py").write_text("")
    write_clauses(
        tmp_path,
        "{id: SD20-1, kind: software, text: 精简材料, policy: ['items/*.yaml'],"
        " code: [tongban.cases]}",
        "{id: SD20-2, kind: software, text: 缩短时限, code: [tongban.cases]}",
        "{id: SD20-3, kind: office, text: 加强领导}",
        "{id: SD20-4, kind: later, text: 刷脸就医}",
    )
    (tmp_path / "tests/test_a.py").write_text(
        "import pytest\n\n@pytest.mark.clause('SD20-1')\ndef test_x():\n    pass\n"
    )
    return tmp_path


def write_clauses(root: Path, *entries: str) -> None:
    lines = ["documents:", "  - code: SD20", "    clauses:"]
    lines += [f"      - {entry}" for entry in entries]
    (root / "policy/trace/clauses.yaml").write_text("\n".join(lines) + "\n")


def test_marks_of_tests_files_and_parameters_are_proofs(small):
    (small / "tests/test_b.py").write_text(
        "import pytest\n\npytestmark = pytest.mark.clause('SD20-2')\n"
    )
    (small / "tests/test_c.py").write_text(
        "import pytest\n\nCASE = pytest.param(1, marks=pytest.mark.clause('SD20-1'))\n"
    )
    found = read_trace(small)
    assert found.faults == ()
    assert found.proofs == {
        "SD20-1": ("tests/test_a.py", "tests/test_c.py"),
        "SD20-2": ("tests/test_b.py",),
    }


def test_the_clauses_of_scenarios_are_proofs(small):
    path = small / "tests/scenarios/filing/late.yaml"
    path.parent.mkdir()
    path.write_text("- 名称: 补办\n  条款: [SD20-2, SD20-9]\n  步骤: []\n")
    found = read_trace(small)
    assert found.proofs["SD20-2"] == ("tests/scenarios/filing/late.yaml",)
    assert found.faults == ("tests/scenarios/filing/late.yaml:2: 没有条款SD20-9",)


def test_an_unknown_clause_of_a_test_is_named_with_file_and_line(small):
    (small / "tests/test_b.py").write_text(
        "import pytest\n\n@pytest.mark.clause('SD20-1', 'SD20-99', X)\n"
        "def test_y():\n    pass\n"
    )
    assert read_trace(small).faults == (
        "tests/test_b.py:3: 没有条款SD20-99",
        "tests/test_b.py:3: 没有条款X",
    )


def test_files_and_modules_that_do_not_exist_are_named(small):
    write_clauses(
        small,
        "{id: SD20-1, kind: software, text: 精简材料, policy: [items/gone.yaml],"
        " code: [tongban.gone]}",
        "{id: SD20-1, kind: office, text: 加强领导}",
    )
    assert read_trace(small).faults == (
        "policy/trace/clauses.yaml: 条款SD20-1列了两次",
        "policy/trace/clauses.yaml: SD20-1引用的policy/items/gone.yaml不存在",
        "policy/trace/clauses.yaml: SD20-1引用的tongban.gone不存在",
    )


@pytest.mark.parametrize(
    "entry",
    [
        "{id: SD20-1, kind: somebody, text: 精简材料}",
        "{id: SD20-1, kind: software, text: 精简材料}",
        "{id: SD20-1, kind: office, text: 加强领导, code: [tongban.cases]}",
        "{id: XX-1, kind: office, text: 加强领导}",
    ],
)
def test_a_clause_of_wrong_form_is_refused(small, entry):
    write_clauses(small, entry)
    with pytest.raises(PolicyFileWrong):
        load_clauses(small / "policy")


def test_only_software_can_be_unproved(small):
    found = read_trace(small)
    unproved = [clause.id for clause in found.clauses if found.is_unproved(clause)]
    assert unproved == ["SD20-2"]


def test_the_page_counts_and_shows_each_kind(small):
    page = page_of(read_trace(small), titles(small / "policy"))
    assert "| SD20 二十项措施 | 4 | 1 | 1 | 1 | 1 |" in page
    assert (
        "| SD20-1 | 精简材料 | `policy/items/*.yaml` | `tongban.cases` "
        "| `tests/test_a.py` |" in page
    )
    assert f"| SD20-2 | 缩短时限 |  | `tongban.cases` | {UNPROVED} |" in page
    assert "| SD20-3 | 加强领导 |  |  | 机构职责 |" in page
    assert "| SD20-4 | 刷脸就医 |  |  | 尚未实现 |" in page


def test_the_part_not_built_is_said_beside_the_part_that_is():
    clause = Clause(
        "SD20-1", "SD20", Kind.SOFTWARE, "一窗", code=("tongban.x",), later="外省"
    )
    found = read_trace(ROOT)
    page = page_of(type(found)((clause,), {}, ()), {"SD20": "措施"})
    assert "| SD20-1 | 一窗（尚未实现：外省） |" in page


def test_the_check_fails_while_the_page_is_stale_and_passes_after(small, monkeypatch):
    monkeypatch.setattr(command, "ROOT", small)
    (small / "docs/reference").mkdir(parents=True)
    runner = CliRunner()
    stale = runner.invoke(command.trace, ["--check"])
    assert (stale.exit_code, "不是最新的" in stale.output) == (1, True)
    assert not (small / "docs/reference/trace.md").exists()
    assert runner.invoke(command.trace, []).exit_code == 0
    fresh = runner.invoke(command.trace, ["--check"])
    assert (fresh.exit_code, fresh.output) == (0, "4个条款，1个尚无证明。\n")


def test_the_check_fails_on_a_fault_though_the_page_is_fresh(small, monkeypatch):
    monkeypatch.setattr(command, "ROOT", small)
    (small / "docs/reference").mkdir(parents=True)
    (small / "tests/test_b.py").write_text("import pytest\npytest.mark.clause('Z')\n")
    runner = CliRunner()
    runner.invoke(command.trace, [])
    result = runner.invoke(command.trace, ["--check"])
    assert result.exit_code == 1
    assert "tests/test_b.py:2: 没有条款Z" in result.output
