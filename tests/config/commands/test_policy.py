"""``tongban policy``: what a policy officer sees, and the exit code."""

import shutil

import pytest
from click.testing import CliRunner, Result
from tests.policy.folders import BASE, PUBLISHED, change, copy_base

from tongban.config.commands.policy import policy


def run(*arguments: object) -> Result:
    return CliRunner().invoke(policy, [str(argument) for argument in arguments])


@pytest.mark.clause("SD28-通知一")
def test_a_good_folder_is_summed_up():
    result = run("check", PUBLISHED)
    assert result.exit_code == 0, result.output
    assert "30个事项，36份指南" in result.output


def test_without_a_folder_the_published_one_is_checked():
    assert run("check").output == run("check", PUBLISHED).output


@pytest.mark.clause("CN39-四")
def test_every_mistake_is_printed_and_the_exit_code_is_one(tmp_path):
    folder = copy_base(tmp_path)
    change(folder, "documents.yaml", "verified: true", "verified: maybe")
    overlay = "items/370700/inpatient-reimbursement.yaml"
    change(folder, overlay, "channels: [post]", "dropped_channels: [online]")
    change(folder, "rulings/370000/01-online.yaml", "field: channels", "field: name")
    result = run("check", folder)
    assert result.exit_code == 1
    assert "base/documents.yaml:12: “maybe”应当是true或false" in result.output
    assert "取消了上级的办理方式“网上办理”（CN39-四" in result.output
    assert "还没有口径" in result.output
    assert result.output.rstrip().endswith("处问题，不能发布。")


@pytest.mark.parametrize(
    ("folder", "file", "old", "new"),
    [
        ("calendar", "2023.yaml", "2023", "x"),
        ("cases", "handling.yaml", "notice_stops_clock:", "notice_stops:"),
    ],
)
def test_calendar_and_handling_are_checked_too(tmp_path, folder, file, old, new):
    target = tmp_path / "policy"
    shutil.copytree(PUBLISHED, target)
    change(target, f"{folder}/{file}", old, new)
    result = run("check", target)
    assert result.exit_code == 1
    assert file in result.output


@pytest.mark.clause("CN39-四", "GD18-任务六")
def test_two_folders_are_compared_field_by_field(tmp_path):
    folder = copy_base(tmp_path)
    item = "items/370000/inpatient-reimbursement.yaml"
    change(
        folder,
        item,
        "limit_printed: 不超过10个工作日",
        "limit_printed: 不超过9个工作日",
    )
    result = run("diff", BASE, folder)
    assert result.exit_code == 0
    assert result.output.splitlines() == [
        "16 住院费用报销｜公布的办理时限：由“不超过10个工作日”改为“不超过9个工作日”"
    ]
    assert run("diff", BASE, BASE).output == ""


def test_one_item_is_compared_between_two_days():
    arguments = ("diff", BASE, "--item", "inpatient-reimbursement")
    days = ("--on", "2023-06-26", "--on", "2023-07-01", "--region", "370783")
    output = run(*arguments, *days).output
    assert (
        "办理方式：由“现场办理、网上办理”改为“现场办理、网上办理、邮寄办理”" in output
    )
    assert "办理时限：由“无”改为“承诺8个工作日”" in output


def test_an_item_that_begins_or_ends_is_told():
    days = ("--on", "2023-06-25", "--on", "2023-06-26")
    item = ("--item", "inpatient-reimbursement")
    assert run("diff", BASE, *item, *days).output == "16 住院费用报销：新增事项\n"
    back = ("--on", "2023-06-26", "--on", "2023-06-25")
    assert run("diff", BASE, *item, *back).output == "16 住院费用报销：取消事项\n"


@pytest.mark.parametrize(
    ("case", "arguments", "said"),
    [
        ("nothing to compare", ("diff",), "请给出两个文件夹"),
        ("one day only", ("diff", "--item", "x", "--on", "2023-06-26"), "请给出两个"),
        ("an unknown region", ("diff", BASE, BASE, "--region", "110000"), "没有地区"),
        ("a folder that is none", ("check", "/nowhere"), "/nowhere"),
    ],
)
def test_what_cannot_be_answered_is_said(case, arguments, said):
    result = run(*arguments)
    assert result.exit_code != 0, case
    assert said in result.output


def test_a_broken_folder_is_not_compared(tmp_path):
    folder = copy_base(tmp_path)
    change(folder, "documents.yaml", "verified: true", "verified: maybe")
    result = run("diff", BASE, folder)
    assert result.exit_code == 1
    assert "不能使用" in result.output


def test_a_folder_without_items_has_no_publisher(tmp_path):
    result = run(
        "diff", "--item", "x", "--on", "2023-06-26", "--on", "2023-06-27", tmp_path
    )
    assert result.exit_code == 1
    assert "没有事项" in result.output
    checked = run("check", tmp_path)
    assert checked.exit_code == 1
    assert "里没有政策文件" in checked.output


@pytest.mark.clause("SD28-通知二")
def test_differences_come_with_their_rulings():
    result = run("differences", PUBLISHED)
    assert result.exit_code == 0
    assert (
        "4个工作日”，指南为“10个工作日”｜口径childbirth-limit-by-scheme"
        in result.output
    )
    assert result.output.rstrip().endswith("0处还没有口径。")


def test_a_difference_without_a_ruling_fails_the_report(tmp_path):
    folder = copy_base(tmp_path)
    (folder / "rulings/370000/01-online.yaml").unlink()
    result = run("differences", folder, "--on", "2023-06-26")
    assert result.exit_code == 1
    assert "未定口径" in result.output
    assert "共1处差异，1处还没有口径。" in result.output
