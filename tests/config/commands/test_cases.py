"""``tongban cases``: what is proved, what is found, and the exit code."""

import pytest
from click.testing import CliRunner, Result
from django.db import connection
from tests.region import demo_region  # noqa: F401 - a fixture
from tests.services.cases.stage import envelope, submitted

from tongban.config.commands.cases import cases
from tongban.records.cases.models import Case, CaseEvent
from tongban.services.cases.intake import accept_case


@pytest.fixture(autouse=True)
def _staged(
    demo_region: None,  # noqa: F811 - the fixture above
    db: None,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Give every test the region, and the command the server that runs already."""
    monkeypatch.setattr("tongban.config.postgres.answers", lambda _: True)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cases, arguments)


def accepted() -> str:
    number = submitted().number
    accept_case(envelope("clerk1"), number=number)
    return number


def falsify(sql: str, number: str) -> None:
    """Change rows behind the guard's back, as a database owner could."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE cases_caseevent DISABLE TRIGGER USER")
        cursor.execute(sql, [Case.objects.get(number=number).pk])
        cursor.execute("ALTER TABLE cases_caseevent ENABLE TRIGGER USER")


def test_untouched_cases_are_proved_and_the_exit_code_is_zero():
    accepted()
    result = run("verify")
    assert result.exit_code == 0, result.output
    assert result.output.strip() == "核验1个办件，记录链完整，登记与记录一致。"


def test_a_changed_record_is_found_by_its_number():
    number = accepted()
    falsify(
        "UPDATE cases_caseevent SET actor_name = '某人' WHERE case_id = %s AND seq = 2",
        number,
    )
    result = run("verify")
    assert result.exit_code == 1
    assert f"{number} 第2条记录：内容与指纹不符，记录被改动过" in result.output


def test_a_removed_record_is_found():
    number = accepted()
    falsify("DELETE FROM cases_caseevent WHERE case_id = %s AND seq = 1", number)
    result = run("verify", number)
    assert result.exit_code == 1
    assert "第2条记录：这里应当是第1条，有记录被删除或插入" in result.output
    assert "末尾的记录被追加或截断" in result.output


def test_a_column_that_disagrees_is_found():
    number = accepted()
    Case.objects.filter(number=number).update(step="pay")
    result = run("verify", number)
    assert result.exit_code == 1
    assert "办件登记的step与记录推算的不一致" in result.output
    assert "发现1处问题" in result.output


def test_only_the_named_cases_are_proved():
    good = accepted()
    bad = submitted(login="limin").number
    Case.objects.filter(number=bad).update(step="pay")
    assert run("verify", good).exit_code == 0
    assert run("verify", good, bad).exit_code == 1


def test_an_unknown_number_is_refused():
    result = run("verify", "no-such-case")
    assert result.exit_code == 1
    assert "没有编号为no-such-case的办件" in result.output


def test_many_cases_show_progress(monkeypatch):
    monkeypatch.setattr("tongban.config.commands.cases.CASES_WITHOUT_PROGRESS", 1)
    accepted()
    result = run("verify")
    assert result.exit_code == 0
    assert "核验" in result.stderr


@pytest.mark.clause("CN39-十二")
def test_a_sweep_fires_every_rung_passed_and_the_second_none():
    accepted()  # in 2023; the platform's clock stands long after its due day
    assert "新增预警4次" in run("sweep").output
    assert "新增预警0次" in run("sweep").output
    assert CaseEvent.objects.filter(kind="rung_fired").count() == 4
