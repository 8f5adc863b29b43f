"""``tongban hsa``: institutions entered, keys made, shown once, ended."""

import pytest
from click.testing import CliRunner, Result
from tests.region import demo_region  # noqa: F401 - a fixture

from tongban.config.commands.hsa import hsa
from tongban.records.hsa.models import AccessKey
from tongban.records.institutions.models import Institution, InstitutionEvent

CODE = "H37070500009"
TERMS = ("--name", "示例医院", "--kind", "hospital", "--level", "secondary")
PLACE = ("--region", "370705", "--since", "2026-01-01")


@pytest.fixture(autouse=True)
def _staged(
    demo_region: None,  # noqa: F811 - the fixture above
    db: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Give every test the region, and the command the server that runs already."""
    monkeypatch.setattr("tongban.config.postgres.answers", lambda _: True)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(hsa, arguments)


def test_an_institution_gets_a_key_that_can_be_ended():
    assert run("institution", CODE, *TERMS, *PLACE).exit_code == 0
    assert run("institution", CODE, *TERMS, *PLACE).exit_code == 0
    assert Institution.objects.get(code=CODE).level == "secondary"
    assert InstitutionEvent.objects.count() == 2
    made = run("key", CODE, "--network", "10.0.0.0/8")
    row = AccessKey.objects.get()
    assert f"名字：{row.name}" in made.output
    assert f"密钥：{row.secret}" in made.output
    assert list(row.networks) == ["10.0.0.0/8"]
    assert run("end", row.name).output == "已停用。\n"
    again = run("end", row.name)
    assert (again.exit_code, "没有这把" in again.output) == (1, True)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("institution", "X1", *TERMS, *PLACE), "H或者P加11位数字"),
        (("key", "H99999999999"), "H99999999999"),
        (("institution", CODE, "--name", "甲", "--kind", "shop", *PLACE), "--kind"),
    ],
)
def test_what_cannot_be_is_said(arguments, words):
    result = run(*arguments)
    assert result.exit_code != 0
    assert words in result.output
    assert not AccessKey.objects.exists()


def test_a_profile_that_signs_needs_the_public_key():
    run("institution", CODE, *TERMS, *PLACE)
    result = run("key", CODE, "--profile", "A")
    assert result.exit_code == 1
    assert "公钥" in result.output
