"""``tongban ledger``: what is proved, credited and compared, and the exit codes."""

import pytest
from click.testing import CliRunner, Result
from django.db import connection
from tests.region import demo_region  # noqa: F401 - a fixture
from tests.services.ledger.books import put
from tests.services.personal_accounts.months import paid_month

from tongban.config.commands.ledger import ledger
from tongban.records.enrolment.models import ContributionMonth


@pytest.fixture(autouse=True)
def _staged(
    demo_region: None,  # noqa: F811 - the fixture above
    db: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Give every test the region, and the command the server that runs already."""
    monkeypatch.setattr("tongban.config.postgres.answers", lambda _: True)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(ledger, arguments)


def test_a_sound_ledger_is_proved_and_the_exit_code_is_zero():
    put("wangjianguo", 500)
    result = run("verify")

    assert result.exit_code == 0, result.output
    assert "核验1笔账、2个账户，账账相符。" in result.output


def test_a_changed_balance_is_told_and_the_exit_code_is_one():
    put("wangjianguo", 500)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_ledgeraccount SET balance_fen = balance_fen + 1")
    result = run("verify")

    assert result.exit_code == 1
    assert "登记余额5.01元，明细合计5.00元" in result.output
    assert "发现1处问题" in result.output


def test_a_month_is_credited_once_and_compared():
    row = paid_month("wangjianguo")

    assert run("reconcile", "2024-03").exit_code == 1
    assert "划入1人次，100.00元。" in run("credit", "--month", "2024-03").output
    assert "划入0人次，0.00元。" in run("credit", "--month", "2024-03").output
    assert run("reconcile", "2024-03").exit_code == 0
    ContributionMonth.objects.filter(pk=row.pk).update(void=True)
    assert "缴费已经作废1人" in run("reconcile", "2024-03").output


def test_a_month_that_is_none_is_refused():
    assert run("reconcile", "2024年3月").exit_code == 2
