"""``tongban load`` and ``tongban population``: what they print, the exit codes."""

import pytest
from click.testing import CliRunner, Result
from django.conf import settings
from tests.region import demo_region  # noqa: F401 - a fixture
from tests.services.loading.sheets import person, table

from tongban.config.commands import population as population_command
from tongban.config.commands.load import load
from tongban.config.commands.population import population
from tongban.core.loading.columns import LoadKind
from tongban.records.enrolment.models import InsuredPerson
from tongban.services.loading import operations


@pytest.fixture(autouse=True)
def _staged(
    demo_region: None,  # noqa: F811 - the fixture above
    db: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Give every test the region, and the command the server that runs already."""
    monkeypatch.setattr("tongban.config.postgres.answers", lambda _: True)
    monkeypatch.setattr(population_command, "PROCESSES", 0)


def run(*arguments: object) -> Result:
    given = [str(one) for one in arguments]
    return CliRunner().invoke(load, [*given, "--jobs", "0"])


def test_a_good_table_is_counted_and_the_exit_code_is_zero(tmp_path):
    path = table(tmp_path / "people.csv", LoadKind.PERSONS, [person(0), person(1)])
    first = run("persons", path)
    assert first.exit_code == 0, first.output
    assert "people.csv：2行，新增2行，已有0行，有问题0行。" in first.output
    assert "已经装入过（2行，新增2行" in run("persons", path).output


def test_refused_rows_are_named_and_the_exit_code_is_one(tmp_path):
    path = table(tmp_path / "people.csv", LoadKind.PERSONS, [person(0, name="")])
    result = run("persons", path, "--dry-run", "--refused", tmp_path / "out")
    assert result.exit_code == 1
    assert "有问题1行。（试装，没有保留）" in result.output
    assert f"问题清单：{tmp_path / 'out/people.report.csv'}" in result.output
    assert not InsuredPerson.objects.exists()


def test_a_table_that_cannot_be_loaded_is_refused_in_words(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text("姓名\n甲\n", encoding="utf-8")
    result = run("persons", path)
    assert result.exit_code == 1
    assert "缺少“证件号码”；缺少“参保区划”" in result.output


def test_the_columns_are_told():
    result = run("--columns")
    assert result.exit_code == 0
    assert "persons（参保人，第1版）" in result.output
    assert "证件号码  必填" in result.output


def test_a_load_that_goes_on_says_so(tmp_path, monkeypatch):
    path = table(tmp_path / "people.csv", LoadKind.PERSONS, [person(0)])
    told = operations.LoadReport(rows=9, new=9, resumed_after=7)
    monkeypatch.setattr(operations, "load_file", lambda *_: told)
    assert "上次中断在第7行，从下一行继续。" in run("persons", path).output


def test_a_population_is_written_or_loaded(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "TONGBAN_DEMO", True)
    monkeypatch.setattr(settings, "TONGBAN_HOME", tmp_path)
    asked = ["--persons", "20", "--on", "2026-11-23"]
    written = CliRunner().invoke(population, [*asked, "--out", str(tmp_path / "p")])
    assert written.exit_code == 0, written.output
    assert "20人，截至2026-11-23" in written.output
    assert (tmp_path / "p/SHA256SUMS").exists()
    loaded = CliRunner().invoke(population, [*asked, "--load"])
    assert loaded.exit_code == 0, loaded.output
    assert "有问题0行" in loaded.output
    assert InsuredPerson.objects.count() == 20


def test_where_to_is_asked_for_and_a_region_unlisted_refused(tmp_path):
    assert CliRunner().invoke(population, ["--persons", "5"]).exit_code == 2
    result = CliRunner().invoke(
        population, ["--persons", "5", "--region", "110100", "--out", str(tmp_path)]
    )
    assert result.exit_code == 1
    assert "没有110100地区的人口口径" in result.output
