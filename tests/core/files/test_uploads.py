"""What may be uploaded is read from the content."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.core.files.uploads import (
    FILE_BYTES_MAX,
    FILES_PER_SUBJECT_MAX,
    NAME_CHARACTERS_MAX,
    ActiveContent,
    Content,
    EmptyFile,
    FileTooLarge,
    FileType,
    FileUnknown,
    Infected,
    TooManyFiles,
    TypeNotTaken,
    check_count,
    plain_name,
    type_of,
)

ZIP = b"PK\x03\x04\x14\x00"


def content(head: bytes, size: int = 1000, **more: object) -> Content:
    return Content(head=head, size=size, **more)


@pytest.mark.parametrize(
    ("head", "members", "kind"),
    [
        (b"%PDF-1.7", (), FileType.PDF),
        (b"\xff\xd8\xff\xe0", (), FileType.JPEG),
        (b"\x89PNG\r\n\x1a\n", (), FileType.PNG),
        (b"\0\0\0\x18ftypheic", (), FileType.HEIC),
        (ZIP, ("OFD.xml", "Doc_0/Document.xml"), FileType.OFD),
        (ZIP, ("word/document.xml",), FileType.DOCX),
        (ZIP, ("xl/workbook.xml",), FileType.XLSX),
    ],
)
def test_the_content_says_the_type(head, members, kind):
    assert type_of(content(head, members=members)) is kind


@pytest.mark.parametrize(
    ("case", "head", "members"),
    [
        ("a programme", b"MZ\x90\0", ()),
        ("a page", b"<html><script>", ()),
        ("a drawing that can run scripts", b"<svg xmlns=", ()),
        ("plain text", b"hello", ()),
        ("any other archive", ZIP, ("readme.txt",)),
        ("a PDF that does not begin as one", b"\n%PDF-1.7", ()),
    ],
)
def test_other_content_is_refused(case, head, members):
    with pytest.raises(TypeNotTaken):
        type_of(content(head, members=members))


@pytest.mark.parametrize(
    "refused",
    [
        content(ZIP, members=("word/document.xml", "word/vbaProject.bin")),
        content(ZIP, members=("xl/workbook.xml", "xl/vbaData.xml")),
        content(b"%PDF-1.7", has_script=True),
    ],
)
def test_macros_and_scripts_are_refused(refused):
    with pytest.raises(ActiveContent):
        type_of(refused)


def test_the_size_limit_itself_is_allowed_and_one_byte_more_is_not():
    assert type_of(content(b"%PDF-", size=FILE_BYTES_MAX)) is FileType.PDF
    with pytest.raises(FileTooLarge) as no:
        type_of(content(b"%PDF-", size=FILE_BYTES_MAX + 1))
    assert no.value.data["mebibytes_max"] == 20


def test_an_empty_file_is_refused():
    with pytest.raises(EmptyFile):
        type_of(content(b"", size=0))


def test_the_last_file_allowed_is_taken_and_one_more_is_not():
    check_count(present=FILES_PER_SUBJECT_MAX - 1, added=1)
    with pytest.raises(TooManyFiles):
        check_count(present=FILES_PER_SUBJECT_MAX, added=1)


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("住院发票.PDF", "住院发票.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\桌面\\发票.exe", "发票.pdf"),
        ('a"b\r\nSet-Cookie: x.pdf', "abSet-Cookie x.pdf"),
        ("\u202efdp.exe", "fdp.pdf"),
        ("...", "材料.pdf"),
        ("", "材料.pdf"),
    ],
)
def test_a_name_is_made_safe(given_name, kept):
    assert plain_name(given_name, FileType.PDF) == kept


@given(given_name=st.text(max_size=300))
def test_no_name_can_leave_its_folder_or_its_header(given_name):
    kept = plain_name(given_name, FileType.PNG)

    assert kept.endswith(".png")
    assert 4 < len(kept) <= NAME_CHARACTERS_MAX
    assert not set(kept) & set('/\\"\r\n\0')


def test_the_refusals_of_the_edge_say_nothing_about_the_file():
    assert Infected().data == {}
    assert FileUnknown().data == {}
