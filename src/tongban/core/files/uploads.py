"""What may be uploaded, decided from the content and never from the name."""

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tongban.core.refusals import Refusal

MEBIBYTE: Final = 1024 * 1024
FILE_BYTES_MAX: Final = 20 * MEBIBYTE
FILES_PER_SUBJECT_MAX: Final = 60
NAME_CHARACTERS_MAX: Final = 100
HEAD_BYTES: Final = 4096
ARCHIVE_ENTRIES_MAX: Final = 5_000


class FileType(StrEnum):
    """The types of file that are taken."""

    PDF = "pdf"
    JPEG = "jpg"
    PNG = "png"
    HEIC = "heic"
    OFD = "ofd"
    DOCX = "docx"
    XLSX = "xlsx"


class ScanResult(StrEnum):
    """What the virus scanner said."""

    CLEAN = "clean"
    NOT_SCANNED = "not_scanned"


MEDIA_TYPES: Final = {
    FileType.PDF: "application/pdf",
    FileType.JPEG: "image/jpeg",
    FileType.PNG: "image/png",
    FileType.HEIC: "image/heic",
    FileType.OFD: "application/ofd",
    FileType.DOCX: (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    ),
    FileType.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
SHOWN_IN_PAGE: Final = frozenset({FileType.PDF, FileType.JPEG, FileType.PNG})
_MEMBER_OF: Final = {
    "OFD.xml": FileType.OFD,
    "word/document.xml": FileType.DOCX,
    "xl/workbook.xml": FileType.XLSX,
}
_SIGNATURES: Final = (
    (0, b"%PDF-", FileType.PDF),
    (0, b"\xff\xd8\xff", FileType.JPEG),
    (0, b"\x89PNG\r\n\x1a\n", FileType.PNG),
    (4, b"ftypheic", FileType.HEIC),
    (4, b"ftypheix", FileType.HEIC),
    (4, b"ftypmif1", FileType.HEIC),
)
_ARCHIVE: Final = b"PK\x03\x04"


class TypeNotTaken(Refusal):
    """The content is none of the types that are taken."""

    code = "files.type_not_taken"

    def __init__(self) -> None:
        super().__init__("The content is not of a type that is taken.")


class ActiveContent(Refusal):
    """The file carries a programme (macro or script)."""

    code = "files.active_content"

    def __init__(self) -> None:
        super().__init__("The file carries a macro or a script.")


class EmptyFile(Refusal):
    """The file has no content."""

    code = "files.empty"

    def __init__(self) -> None:
        super().__init__("The file is empty.")


class FileTooLarge(Refusal):
    """The file is over the size limit."""

    code = "files.too_large"

    def __init__(self) -> None:
        super().__init__(
            f"The file has more than {FILE_BYTES_MAX} bytes.",
            mebibytes_max=FILE_BYTES_MAX // MEBIBYTE,
        )


class TooManyFiles(Refusal):
    """One application carries no more files than the limit."""

    code = "files.too_many"

    def __init__(self) -> None:
        super().__init__(
            f"More than {FILES_PER_SUBJECT_MAX} files.", files_max=FILES_PER_SUBJECT_MAX
        )


class Infected(Refusal):
    """The scanner found something in the file."""

    code = "files.infected"

    def __init__(self) -> None:
        super().__init__("The virus scanner refused the file.")


class FileUnknown(Refusal):
    """There is no such file, or it is not for this actor."""

    code = "files.unknown"

    def __init__(self) -> None:
        super().__init__("There is no such file for this actor.")


@dataclass(frozen=True, slots=True)
class Content:
    """What was read of a file: its first bytes and, of an archive, its members."""

    head: bytes
    size: int
    members: Collection[str] = ()
    has_script: bool = False


def is_archive(head: bytes) -> bool:
    """Say whether the content is a ZIP container (OFD, DOCX, XLSX are)."""
    return head.startswith(_ARCHIVE)


def type_of(content: Content) -> FileType:
    """Return the type of a file by its content; refuse all others.

    Office files with macros and PDFs with scripts or launch actions are
    refused: nobody needs one to prove an invoice.
    """
    if content.size == 0:
        raise EmptyFile
    check_size(content.size)
    found = _by_signature(content.head)
    if found is None and is_archive(content.head):
        found = _by_members(content.members)
    if found is None:
        raise TypeNotTaken
    if content.has_script or any(_is_macro(name) for name in content.members):
        raise ActiveContent
    return found


def check_size(size: int) -> None:
    """Refuse a file over the limit (bytes)."""
    if size > FILE_BYTES_MAX:
        raise FileTooLarge


def check_count(*, present: int, added: int) -> None:
    """Refuse more files for one application than the limit."""
    if present + added > FILES_PER_SUBJECT_MAX:
        raise TooManyFiles


def plain_name(given: str, kind: FileType) -> str:
    """Return a file name that is safe to show and to send in a header.

    Folders, control characters and quotes go; the ending is that of the
    content; an unusable name becomes ``材料``.
    """
    last = given.replace("\\", "/").rsplit("/", 1)[-1]
    stem = last.rsplit(".", 1)[0] if "." in last else last
    kept = "".join(sign for sign in stem if _may_stay(sign)).strip(" .")
    ending = f".{kind.value}"
    return (kept[: NAME_CHARACTERS_MAX - len(ending)] or "材料") + ending


def _may_stay(sign: str) -> bool:
    return sign not in '"<>|:*?%;' and not unicodedata.category(sign).startswith("C")


def _by_signature(head: bytes) -> FileType | None:
    return next(
        (kind for at, sign, kind in _SIGNATURES if head[at : at + len(sign)] == sign),
        None,
    )


def _by_members(members: Collection[str]) -> FileType | None:
    return next((kind for name, kind in _MEMBER_OF.items() if name in members), None)


def _is_macro(member: str) -> bool:
    return member.rsplit("/", 1)[-1].lower() in {"vbaproject.bin", "vbadata.xml"}
