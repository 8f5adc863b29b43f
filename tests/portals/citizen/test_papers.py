"""Papers on the citizen's pages: fetched by their owner, proved by anybody."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.portals.citizen.visitors import PDF, words
from tests.services.papers.stage import accepted, paper, told

from tongban.core.papers.kinds import PaperKind

VERIFY = "/papers/verify/"


@pytest.fixture(autouse=True)
def _own_store(settings, tmp_path):
    settings.TONGBAN_FILES = tmp_path


@pytest.fixture
def number() -> str:
    return accepted()


def address(number: str, kind: PaperKind = PaperKind.ACCEPTANCE) -> str:
    return f"/my/cases/{number}/papers/{paper(number, kind).number}/"


def pdf_of(client: Client, url: str) -> bytes:
    return b"".join(client.get(url).streaming_content)


def uploaded(client: Client, content: bytes):
    file = SimpleUploadedFile("文书.pdf", content, "application/pdf")
    return client.post(VERIFY, {"file": file})


def test_the_case_page_and_the_receipt_list_the_papers(zhaolei, number):
    for page in (f"/my/cases/{number}/", f"/my/cases/{number}/receipt/"):
        markup = zhaolei.get(page).content.decode()
        assert address(number) in markup
        assert f"{address(number, PaperKind.RECEIPT)}?form=large" in markup


def test_the_owner_fetches_a_pdf_that_no_cache_keeps(zhaolei, number):
    answer = zhaolei.get(address(number))
    assert answer["Content-Type"] == "application/pdf"
    assert "private, no-store" in answer["Cache-Control"]
    assert "filename" in answer["Content-Disposition"]
    content = b"".join(answer.streaming_content)
    assert content.startswith(b"%PDF-")
    assert pdf_of(zhaolei, f"{address(number)}?form=large") != content
    assert pdf_of(zhaolei, f"{address(number)}?form=odd") == content


def test_strangers_and_visitors_fetch_nothing(wangjianguo, number):
    assert wangjianguo.get(address(number)).status_code in {403, 404}
    assert Client().get(address(number)).status_code == 302


def test_a_paper_of_another_case_is_not_served_under_this_one(zhaolei, number):
    row = paper(number, PaperKind.RECEIPT)
    wrong = address(number).replace(paper(number, PaperKind.ACCEPTANCE).number, "SL1-1")
    assert zhaolei.get(wrong).status_code == 404
    assert zhaolei.get(f"/my/cases/1/papers/{row.number}/").status_code in {403, 404}


def test_anybody_proves_the_file_and_sees_no_full_name(zhaolei, number):
    content = pdf_of(zhaolei, address(number))
    page = words(uploaded(Client(), content))
    assert "真实：是本机构出具的文书，没有改动" in page
    assert "受理通知书" in page
    assert "赵*" in page
    assert "赵磊" not in page
    assert number[:4] + "**" not in page


def test_a_changed_file_is_told_and_nothing_else(zhaolei, number):
    content = bytearray(pdf_of(zhaolei, address(number)))
    content[3000] ^= 1
    page = words(uploaded(Client(), bytes(content)))
    assert "有改动" in page
    assert "赵*" not in page


def test_another_pdf_is_unknown_and_says_what_else_to_try():
    page = words(uploaded(Client(), PDF))
    assert "查不到" in page
    assert "扫文书上的二维码" in page


def test_a_file_too_large_is_refused_with_its_limit():
    assert "超过5兆" in words(uploaded(Client(), b"%PDF-" + b"0" * 5_300_000))


def test_the_code_of_the_picture_opens_the_answer(number):
    row = paper(number, PaperKind.ACCEPTANCE)
    answer = Client().get(f"/papers/{row.number}/?c={row.check_code}")
    assert answer.status_code == 200
    assert "真实" in words(answer)
    assert "赵磊" not in words(answer)
    wrong = Client().get(f"/papers/{row.number}/?c=000000000000")
    assert wrong.status_code == 404
    assert "没有查到这份文书" in words(wrong)


def test_number_and_code_are_taken_from_the_form_too(number):
    row = paper(number, PaperKind.RECEIPT)
    sent = {"number": f" {row.number.lower()} ", "code": row.check_code.lower()}
    assert "真实" in words(Client().post(VERIFY, sent))
    empty = words(Client().post(VERIFY, {}))
    assert "请选择文书的PDF文件" in empty


def test_without_a_code_the_number_alone_tells_nothing(number):
    row = paper(number, PaperKind.RECEIPT)
    answer = Client().get(f"/papers/{row.number}/")
    assert row.number in answer.content.decode()
    assert "核验结果" not in words(answer)


def test_a_notice_waits_among_the_papers(zhaolei, number):
    told(number, "2023-09-11")
    page = words(zhaolei.get(f"/my/cases/{number}/"))
    assert "一次性告知书" in page
