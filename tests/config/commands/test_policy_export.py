"""``tongban policy export``: what was published becomes files that pass the check."""

import pytest
from click.testing import CliRunner, Result
from tests.policy.folders import PUBLISHED
from tests.region import demo_region  # noqa: F401 - a fixture
from tests.services.catalogue.editors import published

from tongban.config.commands.policy import policy

ITEM = "inpatient-reimbursement"
PLACE = {"name": "东大厅", "address": "示例路9号", "hours": "9:00", "phone": "12393"}


@pytest.fixture(autouse=True)
def _staged(
    demo_region: None,  # noqa: F811 - the fixture above
    db: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Give every test the region, and the command the server that runs already."""
    monkeypatch.setattr("tongban.config.postgres.answers", lambda _: True)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(policy, [str(argument) for argument in arguments])


@pytest.mark.clause("GD18-任务六")
def test_an_office_takes_its_changes_home_and_checks_them_there(tmp_path):
    number = published(ITEM, channels=["post", "kiosk"])
    published("_places", places=[PLACE])
    result = run("export", "370783", tmp_path)
    assert result.exit_code == 0, result.output
    assert "共2次变更，2个文件" in result.output
    text = (tmp_path / f"items/370783/{ITEM}.yaml").read_text()
    assert number in text
    assert "2023-07-01" in text, "the version of the folder's own file stays"
    checked = run("check", PUBLISHED, "--with", tmp_path)
    assert checked.exit_code == 0, checked.output
    assert run("check", PUBLISHED, "--published").exit_code == 0


def test_a_file_made_worse_by_hand_is_found(tmp_path):
    published(channels=["post"])
    run("export", "370783", tmp_path)
    (file,) = tmp_path.glob("items/*/*.yaml")
    file.write_text(file.read_text() + "  dropped_channels: [counter]\n")
    result = run("check", PUBLISHED, "--with", tmp_path)
    assert result.exit_code == 1
    assert "取消了上级的办理方式“现场办理”（CN39-四" in result.output


def test_what_is_in_git_and_in_the_database_counts_once(tmp_path):
    published(channels=["post"])
    run("export", "370700", tmp_path)
    result = run("check", PUBLISHED, "--with", tmp_path, "--published")
    assert result.exit_code == 0, result.output


def test_another_region_has_nothing_to_take(tmp_path):
    published(channels=["post"])
    assert "共0次变更，0个文件" in run("export", "370705", tmp_path).output
    assert run("export", "999999", tmp_path).exit_code == 1
