"""A file proves a paper; a changed one, a strange one and an ended one do not."""

import base64
import json
from dataclasses import replace

import pytest
from tests.services.cases.stage import actor, at, envelope, submitted
from tests.services.papers.stage import accepted, paper, told

from tongban.core.json_values import canonical
from tongban.core.papers.kinds import Edition, PaperKind
from tongban.core.papers.statements import (
    MARK,
    Finding,
    Statement,
    body_digest,
    with_statement,
)
from tongban.gateways.signing import key_id, public_key, sign
from tongban.records.papers.models import Paper
from tongban.services.access.scope import enter_scope, leave_scope
from tongban.services.cases.notices import add_materials, answer_notice
from tongban.services.papers.checking import (
    PaperTooLarge,
    Verdict,
    check_alone,
    check_by_code,
    check_upload,
)
from tongban.services.papers.queries import PaperUnknown
from tongban.services.papers.rendering import paper_pdf


@pytest.fixture(autouse=True)
def _own_store(settings, tmp_path):
    settings.TONGBAN_FILES = tmp_path


@pytest.fixture
def issued() -> Paper:
    return paper(accepted(), PaperKind.ACCEPTANCE)


def pdf_of(row: Paper) -> bytes:
    return paper_pdf(row, Edition.FULL, now=at("2023-09-11")).content


def test_the_file_alone_is_genuine_and_tells_a_masked_name(issued):
    told_of = check_upload((pdf_of(issued),))
    assert told_of.verdict is Verdict.GENUINE
    assert told_of.number == issued.number
    assert told_of.title == "受理通知书"
    assert told_of.addressee == "赵*"
    assert told_of.standing_word == "有效"


@pytest.mark.parametrize("place", [20, 4_000, -10])
def test_one_changed_byte_anywhere_is_an_alteration(issued, place):
    changed = bytearray(pdf_of(issued))
    changed[place] ^= 1
    told_of = check_upload((bytes(changed),))
    assert told_of.verdict is Verdict.ALTERED
    assert told_of.number == ""
    assert told_of.addressee == ""


def test_bytes_appended_are_an_alteration(issued):
    assert check_upload((pdf_of(issued), b"%more")).verdict is Verdict.ALTERED


def rewritten(file: bytes, **changes: str) -> bytes:
    """The file with parts of its statement replaced and the signature kept."""
    start = file.index(MARK) + len(MARK)
    end = file.index(b"\n", start)
    said = json.loads(base64.urlsafe_b64decode(file[start:end]))
    written = base64.urlsafe_b64encode(canonical({**said, **changes}).encode())
    return file[:start] + written + file[end:]


def test_another_content_under_the_old_signature_is_an_alteration(issued):
    file = rewritten(pdf_of(issued), content=issued.content.replace("赵磊", "王五"))
    assert check_upload((file,)).verdict is Verdict.ALTERED


def test_a_key_that_is_not_ours_proves_nothing(issued):
    file = rewritten(pdf_of(issued), key="0" * 16)
    assert check_alone(file).finding is Finding.KEY_UNKNOWN
    assert check_upload((file,)).verdict is Verdict.UNKNOWN


@pytest.mark.parametrize("file", [b"", b"%PDF-1.7\n%%EOF\n", b"no pdf at all"])
def test_a_file_without_a_statement_is_unknown(file):
    assert check_upload((file,)).verdict is Verdict.UNKNOWN


@pytest.mark.parametrize(
    "statement", [b"!!", b"e30=", b"W10=", b"eyJudW1iZXIiOjF9", b"gICA"]
)
def test_a_statement_that_cannot_be_read_is_an_alteration(statement):
    file = b"%PDF-1.7\n" + MARK + statement + b"\nstartxref\n0\n%%EOF\n"
    assert check_upload((file,)).verdict is Verdict.ALTERED


def test_a_file_too_large_for_a_paper_is_refused():
    with pytest.raises(PaperTooLarge):
        check_upload(b"x" * 1_000_000 for _ in range(6))


def test_a_signed_paper_that_is_not_in_the_register_is_unknown(issued):
    pdf = b"%PDF-1.7\nstartxref\n0\n%%EOF\n"
    strange = issued.content.replace(issued.number, "SL0-1")
    statement = Statement(
        number="SL0-1",
        edition="full",
        content=strange,
        body=body_digest(pdf),
        algorithm="ed25519",
        key=key_id(public_key()),
    )
    file = with_statement(
        pdf, replace(statement, signature=sign(statement.signed_text))
    )
    assert check_alone(file).finding is Finding.WHOLE
    assert check_upload((file,)).verdict is Verdict.UNKNOWN


def test_a_superseded_notice_is_revoked():
    number = accepted()
    told(number)
    first = paper(number, PaperKind.NOTICE)
    file = pdf_of(first)
    clerk = envelope("clerk1", "2023-09-13")
    add_materials(clerk, number=number, files={}, papers=("medical-invoice",))
    answer_notice(envelope("clerk1", "2023-09-13"), number=number)
    told(number, "2023-09-14", late_reason="医院系统故障")
    told_of = check_upload((file,))
    assert told_of.verdict is Verdict.REVOKED
    assert told_of.standing_word == "已被新的文书代替"


def test_a_former_key_still_proves_its_papers(issued, settings):
    file, former = pdf_of(issued), public_key()
    settings.TONGBAN_PAPER_KEY = "another-secret-" + "x" * 50
    assert check_alone(file).finding is Finding.KEY_UNKNOWN
    settings.TONGBAN_PAPER_KEYS_FORMER = (former,)
    assert check_upload((file,)).verdict is Verdict.GENUINE
    assert check_alone(file, keys={key_id(former): former}).finding is Finding.WHOLE


def test_the_other_algorithm_proves_too(settings):
    settings.TONGBAN_PAPER_SIGNATURE = "ecdsa-p256"
    row = paper(submitted().number, PaperKind.RECEIPT)
    assert row.algorithm == "ecdsa-p256"
    assert check_upload((pdf_of(row),)).verdict is Verdict.GENUINE


# --- number and code, under the second wall ---------------------------------


def test_nobody_sees_papers_and_a_holder_of_the_code_sees_one(issued):
    other = paper(issued.case.number, PaperKind.RECEIPT)
    enter_scope(None)
    try:
        assert not Paper.objects.exists()
        told_of = check_by_code(issued.number, issued.check_code.lower())
        assert told_of.verdict is Verdict.GENUINE
        assert not Paper.objects.exists()
        for number, code in (
            (other.number, issued.check_code),
            (issued.number, other.check_code),
            (issued.number, ""),
            ("", ""),
            (issued.number, "编码"),
        ):
            with pytest.raises(PaperUnknown):
                check_by_code(number, code)
    finally:
        leave_scope()


def test_the_party_sees_its_papers_and_another_does_not(issued):
    for login, seen in (("zhaolei", True), ("wangjianguo", False)):
        who = actor(login)
        enter_scope(who)
        try:
            assert Paper.objects.filter(pk=issued.pk).exists() is seen
        finally:
            leave_scope()
