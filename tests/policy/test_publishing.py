"""Each mistake of a policy folder is told by file, line and sentence."""

from pathlib import Path

import pytest
import yaml
from tests.policy.folders import BASE, HERE, change, copy_base

from tongban.policy.overlays import place_of
from tongban.policy.publishing import inspect_folder, load_book
from tongban.policy.reading import PolicyErrors, Problem

SAMPLES = [
    pytest.param(sample, id=f"{path.stem}: {sample['name']}")
    for path in sorted((HERE / "broken").glob("*.yaml"))
    for sample in yaml.safe_load(path.read_text(encoding="utf-8"))
]


def broken_folder(tmp_path: Path, sample: dict[str, str]) -> Path:
    folder = copy_base(tmp_path)
    target = folder / sample["file"]
    if "content" in sample:
        target.write_text(sample["content"], encoding="utf-8")
        return folder
    if "copy" in sample:
        target.write_text((folder / sample["copy"]).read_text("utf-8"), "utf-8")
    change(folder, sample["file"], sample["old"], sample["new"])
    return folder


def lines(problems):
    return [str(problem).removeprefix("base/") for problem in problems]


def test_the_folder_the_samples_start_from_is_good():
    seen = inspect_folder(BASE)
    assert (seen.problems, seen.waiting) == ((), ())
    assert seen.is_publishable


@pytest.mark.clause("CN39-四", "SD28-通知一")
@pytest.mark.parametrize("sample", SAMPLES)
def test_one_mistake_is_told_where_it_stands(tmp_path, sample):
    seen = inspect_folder(broken_folder(tmp_path, sample))
    assert sorted(lines(seen.problems)) == sorted(sample["expect"])
    if "ignore_waiting" not in sample:
        assert lines(seen.waiting) == sample.get("waiting", [])
    assert not seen.is_publishable


def test_every_mistake_of_every_file_is_told_at_once(tmp_path):
    folder = copy_base(tmp_path)
    change(folder, "documents.yaml", "verified: true", "verified: maybe")
    change(folder, "scope/370000.yaml", "goals: [in_province]", "goals: [abroad]")
    change(folder, "items/370700/_places.yaml", "name: 大厅, ", "")
    change(folder, "rulings/370000/01-online.yaml", "wins: list", "wins: nobody")
    with pytest.raises(PolicyErrors) as refused:
        load_book(folder)
    files = {problem.file for problem in refused.value.problems}
    assert {name.removeprefix("base/") for name in files} >= {
        "documents.yaml",
        "scope/370000.yaml",
        "items/370700/_places.yaml",
        "rulings/370000/01-online.yaml",
    }
    assert str(refused.value).count("\n") == len(refused.value.problems) - 1


def test_an_overlay_is_judged_again_on_the_day_something_above_it_changes(tmp_path):
    folder = copy_base(tmp_path)
    path = folder / "items/370000/inpatient-reimbursement.yaml"
    text = path.read_text("utf-8")
    text = text.replace("  - effective_on", "  - &v1\n    effective_on")
    text += (
        "  - <<: *v1\n    effective_on: 2024-01-01\n    version: '2024.1'\n"
        "    limits:\n      - {code: five, label: 5个工作日, layer: province, "
        "source: {document: SD28, clause: '16'}, working_days: 5}\n"
    )
    path.write_text(text, "utf-8")
    (problem,) = inspect_folder(folder).problems
    assert "由“5个工作日”变为“承诺8个工作日”" in problem.sentence
    change(
        folder,
        "items/370700/inpatient-reimbursement.yaml",
        "    version: '1'",
        "    version: '1'\n    ends_on: 2023-12-31",
    )
    assert inspect_folder(folder).problems == ()


def test_a_folder_of_unknown_places_does_not_stop_the_inspection(tmp_path):
    folder = copy_base(tmp_path)
    (folder / "items/somewhere").mkdir()
    target = folder / "items/somewhere/inpatient-reimbursement.yaml"
    source = folder / "items/370000/inpatient-reimbursement.yaml"
    target.write_text(source.read_text("utf-8"), "utf-8")
    sentences = [problem.sentence for problem in inspect_folder(folder).problems]
    assert "区划somewhere没有登记" in sentences


def test_what_the_region_above_has_may_be_dropped(tmp_path):
    folder = copy_base(tmp_path)
    change(
        folder,
        "items/370700/inpatient-reimbursement.yaml",
        "    channels: [post]",
        "    dropped_limits: [ten]\n    dropped_materials: [record]",
    )
    assert inspect_folder(folder).problems == ()


def test_without_a_register_of_documents_no_citation_stands(tmp_path):
    folder = copy_base(tmp_path)
    (folder / "documents.yaml").unlink()
    sentences = {problem.sentence for problem in inspect_folder(folder).problems}
    assert sentences == {"引用的文件“SD28”没有登记"}


def test_a_good_folder_yields_a_book():
    assert load_book(BASE).publishers() == ("370000",)


def test_a_text_nobody_can_read_has_no_field_a_problem_speaks_of():
    assert place_of(Problem("x.yaml", 1, "坏了"), "a: [1") == ""
