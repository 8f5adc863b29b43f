"""``tongban papers``: a file is proved offline, with our key or a published one."""

from dataclasses import replace

import pytest
from click.testing import CliRunner

from tongban.config.commands.papers import papers
from tongban.core.json_values import canonical
from tongban.core.papers.statements import Statement, body_digest, with_statement
from tongban.gateways.signing import key_id, public_key, sign

PDF = b"%PDF-1.7\nstartxref\n0\n%%EOF\n"
CONTENT = {
    "kind": "acceptance",
    "number": "SL1-2",
    "title": "受理通知书",
    "office": "示例中心",
    "issued_at": "2023-09-11T10:00:00+08:00",
}


def run(*arguments: str):
    return CliRunner().invoke(papers, arguments)


@pytest.fixture
def file(tmp_path):
    statement = Statement(
        number="SL1-2",
        edition="full",
        content=canonical(CONTENT),
        body=body_digest(PDF),
        algorithm="ed25519",
        key=key_id(public_key()),
    )
    signed = replace(statement, signature=sign(statement.signed_text))
    path = tmp_path / "paper.pdf"
    path.write_bytes(with_statement(PDF, signed))
    return path


def test_a_whole_file_is_told_with_what_it_is(file):
    done = run("verify", str(file))
    assert done.exit_code == 0
    assert "完整：受理通知书 SL1-2，示例中心" in done.output


def test_the_published_key_is_enough(file, settings):
    public = run("key").output.strip()
    assert public == public_key()
    settings.TONGBAN_PAPER_KEY = "the key of another house " + "x" * 50
    assert run("verify", str(file)).exit_code == 2
    assert run("verify", str(file), "--key", public).exit_code == 0


def test_a_changed_file_and_a_strange_one_leave_with_their_codes(file, tmp_path):
    file.write_bytes(file.read_bytes() + b" ")
    done = run("verify", str(file))
    assert (done.exit_code, "有改动" in done.output) == (1, True)
    strange = tmp_path / "strange.pdf"
    strange.write_bytes(PDF)
    assert run("verify", str(strange)).exit_code == 2


@pytest.mark.parametrize("bad", ["ed25519:AAAA", "rsa:AAAA", "no key"])
def test_a_text_that_is_no_key_is_refused(file, bad):
    done = run("verify", str(file), "--key", bad)
    assert done.exit_code == 1
    assert "公钥的写法不对" in done.output
