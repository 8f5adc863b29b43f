"""A paper as PDF: set once, kept by digest, the same bytes again."""

import hashlib

import pytest
from tests.services.cases.stage import at
from tests.services.papers.stage import accepted, paper

from tongban.core.papers.kinds import Edition, PaperKind
from tongban.core.papers.statements import Finding
from tongban.gateways.storage import file_store
from tongban.records.papers.models import PaperFile
from tongban.services.papers import rendering
from tongban.services.papers.checking import check_alone

NOON = at("2023-09-11", 12)


@pytest.fixture(autouse=True)
def _own_store(settings, tmp_path):
    settings.TONGBAN_FILES = tmp_path


@pytest.mark.parametrize("edition", [Edition.FULL, Edition.LARGE])
@pytest.mark.parametrize("kind", [PaperKind.RECEIPT, PaperKind.ACCEPTANCE])
def test_each_edition_is_a_pdf_that_proves_itself(kind, edition):
    row = paper(accepted(), kind)
    pdf = rendering.paper_pdf(row, edition, now=NOON)
    found = check_alone(pdf.content)
    assert found.finding is Finding.WHOLE
    assert found.digest == row.content_digest
    assert pdf.name.endswith(f"-{row.number}.pdf")
    assert ("大字版" in pdf.name) is (edition is Edition.LARGE)


def test_the_digest_is_fixed_once_and_the_bytes_are_read_again(monkeypatch):
    row = paper(accepted(), PaperKind.RECEIPT)
    first = rendering.paper_pdf(row, Edition.FULL, now=NOON)
    kept = PaperFile.objects.get(paper=row)
    assert kept.digest == hashlib.sha256(first.content).hexdigest()
    assert kept.size == len(first.content)
    monkeypatch.setattr(rendering, "typeset", None)  # nothing is set again
    assert rendering.paper_pdf(row, Edition.FULL, now=at("2024-01-02")) == first


def test_lost_bytes_are_set_again_the_same():
    row = paper(accepted(), PaperKind.RECEIPT)
    first = rendering.paper_pdf(row, Edition.FULL, now=NOON)
    digest = PaperFile.objects.get(paper=row).digest
    for path in file_store().folder.rglob(digest):
        path.unlink()
    assert rendering.paper_pdf(row, Edition.FULL, now=NOON) == first
    assert file_store().is_whole(digest)


def test_the_code_in_the_picture_leads_to_the_public_page(settings):
    settings.TONGBAN_SITE = "https://ybfw.example"
    row = paper(accepted(), PaperKind.RECEIPT)
    address = rendering.check_url_of(row)
    assert address == f"https://ybfw.example/papers/{row.number}/?c={row.check_code}"
