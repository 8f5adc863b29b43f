"""9101, 9102: files that go with messages, kept sealed for a while."""

import base64
import hashlib
import secrets
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Final

from tongban.core.hsa.tables import DIRECT
from tongban.core.refusals import Refusal
from tongban.records.hsa.models import HeldFile
from tongban.services.hsa.registry import Call, transaction
from tongban.services.hsa.tables import interface

NUMBER_BYTES: Final = 14
FILE_BYTES_MAX: Final = 2 * 1024 * 1024
PUBLISHED: Final = "plc"  # what clients write for files that are everybody's


class FileUnknown(Refusal):
    """No file is kept for this institution under this number."""

    code = "hsa.file_unknown"

    def __init__(self) -> None:
        super().__init__("No such file.")


class FileTooLarge(Refusal):
    """The file is larger than one may be."""

    code = "hsa.file_too_large"

    def __init__(self) -> None:
        mebibytes = FILE_BYTES_MAX // (1024 * 1024)
        super().__init__("The file is too large.", mebibytes=mebibytes)


class FileMissing(Refusal):
    """The message has no file."""

    code = "hsa.file_missing"

    def __init__(self) -> None:
        super().__init__("There is no file.")


class FileOfAnother(Refusal):
    """A file names another institution."""

    code = "hsa.file_of_another"

    def __init__(self) -> None:
        super().__init__("The file names another institution.")


Source = Callable[[Call, str], tuple[str, bytes] | None]
_SOURCES: Final[list[Source]] = []


def published_files(source: Source) -> Source:
    """Register who gives out files that are everybody's, by their number."""
    _SOURCES.append(source)
    return source


def hold_file(call: Call, name: str, content: bytes, *, sent_by_us: bool) -> HeldFile:
    """Keep a file of an institution, sealed, and return its row."""
    if not content:
        raise FileMissing
    if len(content) > FILE_BYTES_MAX:
        raise FileTooLarge
    return HeldFile.objects.create(
        institution_id=call.institution.id,
        number=secrets.token_hex(NUMBER_BYTES),
        name=name,
        digest=hashlib.sha256(content).hexdigest(),
        content=base64.b64encode(content).decode(),
        at=call.moment,
        until=call.moment + timedelta(days=interface().file_days),
        sent_by_us=sent_by_us,
    )


def held_content(call: Call, number: str) -> tuple[str, bytes]:
    """Return name and content of a file of this institution; refuses otherwise."""
    row = HeldFile.objects.filter(
        institution_id=call.institution.id, number=number, until__gt=call.moment
    ).first()
    if row is None:
        raise FileUnknown
    return row.name, base64.b64decode(row.content)


@transaction("9101")
def upload(call: Call) -> Mapping[str, object]:
    """Keep a file and tell the number it is asked for by."""
    said = call.nodes.one("fsUploadIn")
    if said.text("fixmedins_code") != call.institution.code:
        raise FileOfAnother
    row = hold_file(call, said.text("filename"), said.content("in"), sent_by_us=False)
    told = {
        "file_qury_no": row.number,
        "filename": row.name,
        "fixmedins_code": call.institution.code,
        "dld_endtime": f"{row.until:%Y-%m-%d %H:%M:%S}",
    }
    return {DIRECT: told}


@transaction("9102", asks=True)
def download(call: Call) -> Mapping[str, object]:
    """Give out a file: one's own, or one that is everybody's."""
    said = call.nodes.one("fsDownloadIn")
    number = said.text("file_qury_no")
    for source in _SOURCES:
        call.served.file = call.served.file or source(call, number)
    if call.served.file is None:
        call.served.file = held_content(call, number)
    return {}
