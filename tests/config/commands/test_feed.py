"""``tongban feed``: what it prints, the exit codes, the table of faulty rows."""

import pytest
from click.testing import CliRunner, Result
from tests.region import demo_region  # noqa: F401 - a fixture
from tests.services.matching.feeds import SOURCE, insured, table

from tongban.config.commands.feed import feed
from tongban.gateways.sheets import read_rows
from tongban.records.matching.models import Feed


@pytest.fixture(autouse=True)
def _staged(
    demo_region: None,  # noqa: F811 - the fixture above
    db: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Give every test the region, and the command the server that runs already."""
    monkeypatch.setattr("tongban.config.postgres.answers", lambda _: True)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(feed, [str(one) for one in arguments])


def test_a_table_is_taken_once_and_its_faulty_rows_lie_beside(tmp_path):
    person = insured()
    path = tmp_path / "死亡.xlsx"
    row = (person.name, person.identifier, "2023-09-01")
    path.write_bytes(table([row, ("", "12", "昨天")]))
    result = run("deaths", path, "--source", SOURCE)
    assert result.exit_code == 1, result.output
    assert "新收到1行，有问题，没有接收1行" in result.output
    assert "B3：公民身份号码不对" in result.output
    heading, again = read_rows(tmp_path / "死亡.要改正的行.xlsx", rows_max=9)
    assert again.cells[1] == "12"
    assert heading.cells[3] == "问题"
    assert "以前接收过" in run("deaths", path, "--source", SOURCE).output
    assert Feed.objects.get().account is None


def test_a_good_table_leaves_with_zero_and_a_strange_one_is_refused(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(
        "姓名,公民身份号码,发生日期\n没有登记,990000198505055011,2023-09-01\n"
    )
    assert run("deaths", path, "--source", SOURCE).exit_code == 0
    path.write_text("姓名\n甲\n")
    refused = run("deaths", path, "--source", SOURCE)
    assert refused.exit_code == 1
    assert "公民身份号码" in refused.output
