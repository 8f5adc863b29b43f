"""Uploads: taken by content, kept once, given out to who may have them."""

import io
import socket
import struct
import tempfile
import threading
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from tests.services.access.people import open_citizen

from tongban.core.access.actor import SYSTEM, Actor, ActorKind
from tongban.core.files import uploads
from tongban.core.files.uploads import (
    FILES_PER_SUBJECT_MAX,
    ActiveContent,
    EmptyFile,
    FileTooLarge,
    FileType,
    FileUnknown,
    Infected,
    ScanResult,
    TooManyFiles,
    TypeNotTaken,
)
from tongban.gateways import storage
from tongban.gateways.scanner import ScannerFailed
from tongban.records.files.models import StoredFile
from tongban.services.files.operations import Upload, store_upload
from tongban.services.files.queries import file_cards, find_damaged, open_file

pytestmark = pytest.mark.django_db
NOW = datetime(2023, 9, 22, 1, tzinfo=UTC)
PDF = b"%PDF-1.7\n1 0 obj <</Type/Catalog>> endobj\n%%EOF"


@pytest.fixture
def folder(settings, tmp_path) -> Path:
    settings.TONGBAN_FILES = tmp_path / "files"
    return settings.TONGBAN_FILES


@pytest.fixture
def citizen() -> Actor:
    account = open_citizen()
    return Actor(ActorKind.CITIZEN, account.pk, "张桂兰", party_ids=(account.party_id,))


def send(actor: Actor, content: bytes, name: str = "发票.pdf", present: int = 0):
    chunks = [content[at : at + 7] for at in range(0, len(content), 7)]
    return store_upload(actor, Upload(name, chunks), now=NOW, present=present)


def archive(*members: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as container:
        for member in members:
            container.writestr(member, "x")
    return packed.getvalue()


def kept(folder: Path) -> list[Path]:
    return [place for place in folder.rglob("*") if place.is_file()]


def test_an_upload_is_kept_by_digest_and_comes_back(folder, citizen):
    card = send(citizen, PDF)

    assert (card.type, card.size, card.name) == (FileType.PDF, len(PDF), "发票.pdf")
    assert card.scan is ScanResult.NOT_SCANNED
    assert [place.name for place in kept(folder)] == [card.digest]
    assert kept(folder)[0].stat().st_mode & 0o777 == 0o600
    opened = open_file(citizen, card.id)
    with opened.content:
        assert opened.content.read() == PDF
    assert (opened.media_type, opened.in_page) == ("application/pdf", True)


def test_the_same_bytes_twice_are_two_cards_and_one_file(folder, citizen):
    first, second = send(citizen, PDF), send(citizen, PDF, "复印件.pdf")

    assert first.id != second.id
    assert first.digest == second.digest
    assert len(kept(folder)) == 1
    assert [card.name for card in file_cards([second.id, uuid4(), first.id])] == [
        "复印件.pdf",
        "发票.pdf",
    ]


@pytest.mark.parametrize(
    ("case", "content", "refusal"),
    [
        ("a programme named invoice.pdf", b"MZ\x90\0" * 9, TypeNotTaken),
        ("nothing", b"", EmptyFile),
        ("a broken archive", b"PK\x03\x04 no archive", TypeNotTaken),
        ("an archive of anything", archive("a.txt"), TypeNotTaken),
        (
            "a document with a macro",
            archive("word/document.xml", "word/vbaProject.bin"),
            ActiveContent,
        ),
        ("a PDF that runs a script", PDF + b"/S /JavaScript /JS (x)", ActiveContent),
    ],
)
def test_what_is_refused_leaves_nothing_behind(folder, citizen, case, content, refusal):
    with pytest.raises(refusal):
        send(citizen, content)

    assert kept(folder) == []
    assert not StoredFile.objects.exists()


def test_a_script_across_two_reads_is_found(folder, citizen, monkeypatch):
    monkeypatch.setattr(storage, "_READ_BYTES", 16)

    with pytest.raises(ActiveContent):
        send(citizen, PDF + b"/OpenAction /JavaScript ")


def test_an_archive_with_too_many_entries_is_refused(folder, citizen, monkeypatch):
    monkeypatch.setattr(storage, "ARCHIVE_ENTRIES_MAX", 1)

    with pytest.raises(TypeNotTaken):
        send(citizen, archive("xl/workbook.xml", "b"))


def test_a_stream_is_cut_at_the_limit_not_read_to_its_end(folder, citizen, monkeypatch):
    monkeypatch.setattr(uploads, "FILE_BYTES_MAX", 100)
    read = []

    def endless() -> Iterator[bytes]:
        while True:
            read.append(1)
            yield b"%PDF-" + b"x" * 45

    with pytest.raises(FileTooLarge):
        store_upload(citizen, Upload("大.pdf", endless()), now=NOW)

    assert len(read) == 3
    assert kept(folder) == []


def test_one_file_too_many_is_refused(folder, citizen):
    send(citizen, PDF, present=FILES_PER_SUBJECT_MAX - 1)
    with pytest.raises(TooManyFiles):
        send(citizen, PDF, present=FILES_PER_SUBJECT_MAX)


def test_only_who_brought_it_or_whom_the_caller_allows_may_open_it(folder, citizen):
    card = send(citizen, PDF)
    clerk = Actor(ActorKind.STAFF, 99, "韩雪", office_path="/370000/")

    with pytest.raises(FileUnknown):
        open_file(clerk, card.id)
    with pytest.raises(FileUnknown):
        open_file(SYSTEM, card.id)
    with pytest.raises(FileUnknown):
        open_file(citizen, uuid4())
    open_file(clerk, card.id, allowed={card.id}).content.close()


def test_an_office_document_is_never_shown_in_the_page(folder, citizen):
    card = send(citizen, archive("xl/workbook.xml"), "名单.xlsx")

    opened = open_file(citizen, card.id)
    opened.content.close()

    assert not opened.in_page


def test_damaged_and_lost_bytes_are_found(folder, citizen):
    whole, damaged = send(citizen, PDF), send(citizen, PDF + b"2")
    lost = send(citizen, PDF + b"3")
    store = storage.file_store()
    (folder / damaged.digest[:2] / damaged.digest[2:4] / damaged.digest).write_bytes(
        b"other"
    )
    (folder / lost.digest[:2] / lost.digest[2:4] / lost.digest).unlink()

    assert set(find_damaged()) == {damaged.id, lost.id}
    assert store.is_whole(whole.digest)


@pytest.mark.parametrize("digest", ["../../etc/passwd", "A" * 64, "a" * 63])
def test_only_a_digest_names_a_place_in_the_store(folder, digest):
    with pytest.raises(ValueError, match="digest"):
        storage.file_store().open(digest)


@pytest.fixture
def scanner(settings) -> Iterator[list[bytes]]:
    """A clamd that finds whatever contains the word VIRUS."""
    received: list[bytes] = []
    with tempfile.TemporaryDirectory() as place, socket.socket(socket.AF_UNIX) as door:
        address = f"{place}/clamd"
        door.bind(address)
        door.listen()
        settings.TONGBAN_CLAMD = f"unix:{address}"
        serving = threading.Thread(target=_serve_one, args=(door, received))
        serving.start()
        yield received
        with socket.socket(socket.AF_UNIX) as knock:
            knock.connect(address)
        serving.join(5)


def _serve_one(door: socket.socket, received: list[bytes]) -> None:
    wire, _ = door.accept()
    with wire, wire.makefile("rb") as content:
        if content.read(10) != b"zINSTREAM\0":
            return
        while size := struct.unpack("!L", content.read(4))[0]:
            received.append(content.read(size))
        found = b"VIRUS" in b"".join(received)
        odd = b"ODD" in b"".join(received)
        answer = b"stream: Eicar FOUND" if found else b"stream: OK"
        wire.sendall(
            (b"INSTREAM size limit exceeded. ERROR" if odd else answer) + b"\0"
        )


def test_a_scanned_file_says_so(folder, citizen, scanner):
    assert send(citizen, PDF).scan is ScanResult.CLEAN
    assert b"".join(scanner) == PDF


def test_an_infected_file_is_refused(folder, citizen, scanner):
    with pytest.raises(Infected):
        send(citizen, PDF + b"VIRUS")

    assert kept(folder) == []


def test_a_scanner_without_a_verdict_is_a_fault(folder, citizen, scanner):
    with pytest.raises(ScannerFailed, match="size limit"):
        send(citizen, PDF + b"ODD")


@pytest.mark.parametrize("address", ["unix:/nowhere/clamd", "tcp:127.0.0.1:1"])
def test_a_scanner_that_does_not_answer_is_a_fault(folder, citizen, settings, address):
    settings.TONGBAN_CLAMD = address

    with pytest.raises(ScannerFailed, match="does not answer"):
        send(citizen, PDF)

    assert kept(folder) == []
