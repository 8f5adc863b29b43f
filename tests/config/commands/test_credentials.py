"""``tongban credentials``: proves a code from itself and the public key."""

import pytest
from click.testing import CliRunner, Result

from tongban.config.commands.credentials import credentials
from tongban.core.credentials.codes import DynamicCode, code_text
from tongban.core.credentials.purposes import Scope
from tongban.gateways.code_signing import code_key, key_mark, sign_code

SHOWN = 1_694_397_600  # 2023-09-11 10:00 in China
AT = "2023-09-11T10:00:30"


def run(*words: str) -> Result:
    return CliRunner().invoke(credentials, list(words))


@pytest.fixture
def code() -> str:
    made = DynamicCode(key_mark(code_key()), "0123456789", Scope.ANY, SHOWN, b"nonce!")
    return code_text(made, sign_code(made.content))


def test_the_key_is_told_and_proves_a_code_elsewhere(code, settings):
    mark, public = run("key").output.split()
    assert mark == key_mark(public).hex()
    settings.TONGBAN_PAPER_KEY = "another " + "x" * 60
    assert run("verify", code, "--at", AT).exit_code == 1
    found = run("verify", code, "--at", AT, "--key", public)
    assert found.exit_code == 0
    assert "尾号6789" in found.output


@pytest.mark.parametrize(
    ("case", "moment", "words"),
    [
        ("in its life", AT, "有效"),
        ("with a zone", "2023-09-11T02:00:30+00:00", "有效"),
        ("too late", "2023-09-11T10:02:00", "已经过期"),
        ("too early", "2023-09-11T09:59:00", "时间不对"),
    ],
)
def test_a_code_is_proved_at_a_moment(code, case, moment, words):
    found = run("verify", code, "--at", moment)
    assert words in found.output
    assert found.exit_code == (0 if words == "有效" else 1)


def test_now_is_the_real_clock_and_wrong_words_are_told(code):
    assert "已经过期" in run("verify", code).output
    assert "没有认出" in run("verify", "YB").output
    assert run("verify", code, "--at", "gestern").exit_code == 2
    assert "公钥的写法不对" in run("verify", code, "--key", "rsa:AA").output
