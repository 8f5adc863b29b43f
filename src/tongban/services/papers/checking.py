"""Proves a paper: from its file alone, or from its number and check code."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.db import connection

from tongban.core.files.uploads import MEBIBYTE, Infected
from tongban.core.papers.content import PaperContent, content_from_json, digest_of_text
from tongban.core.papers.kinds import Standing
from tongban.core.papers.statements import Carried, Finding, find_statement
from tongban.core.refusals import Refusal
from tongban.gateways.scanner import Verdict as ScanVerdict
from tongban.gateways.scanner import scan
from tongban.gateways.signing import is_signed, known_keys
from tongban.gateways.storage import file_store
from tongban.records.papers.models import Paper
from tongban.records.papers.row_conditions import (
    CHECK_CODE_SETTING,
    PAPER_NUMBER_SETTING,
)
from tongban.services.papers.queries import PaperUnknown, content_of_row, standing_of
from tongban.services.papers.wording import said, standing_words

PAPER_MEBIBYTES_MAX: Final = 5


class PaperTooLarge(Refusal):
    """The file is larger than any paper of ours."""

    code = "papers.file_too_large"

    def __init__(self) -> None:
        super().__init__("Too large for a paper.", most=PAPER_MEBIBYTES_MAX)


class PaperMissing(Refusal):
    """Neither a file nor a number was sent."""

    code = "papers.file_missing"

    def __init__(self) -> None:
        super().__init__("Send a file, or a number and its code.")


class Verdict(StrEnum):
    """What is said of a paper."""

    GENUINE = "genuine"
    ALTERED = "altered"
    UNKNOWN = "unknown"
    REVOKED = "revoked"


VERDICT_CODES: Final[Mapping[Verdict, str]] = {
    Verdict.GENUINE: "paper.verdict.genuine",
    Verdict.ALTERED: "paper.verdict.altered",
    Verdict.UNKNOWN: "paper.verdict.unknown",
    Verdict.REVOKED: "paper.verdict.revoked",
}


@dataclass(frozen=True, slots=True)
class FileCheck:
    """What a file proves by itself."""

    finding: Finding
    content: PaperContent | None = None
    digest: str = ""


@dataclass(frozen=True, slots=True)
class CheckedPaper:
    """The answer to whoever holds a paper; the addressee is masked.

    Nothing is told of a paper that is altered or unknown.
    """

    verdict: Verdict
    words: str
    number: str = ""
    title: str = ""
    item_name: str = ""
    office: str = ""
    addressee: str = ""
    issued_at: str = ""
    standing_word: str = ""


def check_alone(file: bytes, *, keys: Mapping[str, str] | None = None) -> FileCheck:
    """Return what a file proves without any register; ``keys`` are ours by default."""
    try:
        carried = find_statement(file)
    except ValueError:
        return FileCheck(Finding.CHANGED)
    if carried is None:
        return FileCheck(Finding.NO_STATEMENT)
    public = (known_keys() if keys is None else keys).get(carried.statement.key)
    if public is None:
        return FileCheck(Finding.KEY_UNKNOWN)
    return _proved(carried, public)


def _proved(carried: Carried, public: str) -> FileCheck:
    statement = carried.statement
    signed = is_signed(statement.signed_text, statement.signature, public=public)
    if not (signed and carried.agrees):
        return FileCheck(Finding.CHANGED)
    content = content_from_json(json.loads(statement.content))
    return FileCheck(Finding.WHOLE, content, digest_of_text(statement.content))


def check_upload(chunks: Iterable[bytes]) -> CheckedPaper:
    """Return what a file somebody sends proves; it is scanned and not kept.

    Refuses files too large for a paper, and infected ones.
    """
    found = check_alone(_scanned_bytes(chunks))
    if found.finding in (Finding.NO_STATEMENT, Finding.KEY_UNKNOWN):
        return _answer(Verdict.UNKNOWN)
    if found.content is None:
        return _answer(Verdict.ALTERED)
    row = _find(found.content.number, found.content.check_code)
    if row is None:
        return _answer(Verdict.UNKNOWN)
    if row.content_digest != found.digest:
        return _answer(Verdict.ALTERED)
    return _told(row)


def check_by_code(number: str, code: str) -> CheckedPaper:
    """Return the paper of a number to whoever holds its code; refuses wrong pairs.

    Codes have 48 bits that nothing but our key gives away: trying is hopeless.
    """
    row = _find(number.strip().upper(), code.strip().upper())
    if row is None:
        raise PaperUnknown
    return _told(row)


def _find(number: str, code: str) -> Paper | None:
    if not number or not code or not (number + code).isascii() or "\0" in number + code:
        return None
    with _seen_by_code(number, code):
        found = Paper.objects.select_related("end")
        return found.filter(number=number, check_code=code).first()


def _told(row: Paper) -> CheckedPaper:
    standing = standing_of(row)
    content = content_of_row(row)
    if digest_of_text(row.content) != row.content_digest:
        return _answer(Verdict.ALTERED)
    verdict = Verdict.GENUINE if standing is Standing.VALID else Verdict.REVOKED
    return CheckedPaper(
        verdict=verdict,
        words=said(VERDICT_CODES[verdict]),
        number=row.number,
        title=content.title,
        item_name=content.item_name,
        office=content.office,
        addressee=content.masked_addressee,
        issued_at=content.issued_at,
        standing_word=standing_words(standing),
    )


def _answer(verdict: Verdict) -> CheckedPaper:
    return CheckedPaper(verdict, said(VERDICT_CODES[verdict]))


def _scanned_bytes(chunks: Iterable[bytes]) -> bytes:
    store = file_store()
    received = store.receive(_limited(chunks))
    try:
        if scan(received.path) is ScanVerdict.INFECTED:
            raise Infected
        return received.path.read_bytes()
    finally:
        store.discard(received)


def _limited(chunks: Iterable[bytes]) -> Iterator[bytes]:
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > PAPER_MEBIBYTES_MAX * MEBIBYTE:
            raise PaperTooLarge
        yield chunk


@contextmanager
def _seen_by_code(number: str, code: str) -> Iterator[None]:
    """Let the connection see the one paper that has this number and code."""
    try:
        _set_scope(number, code)
        yield
    finally:
        _set_scope("", "")


def _set_scope(number: str, code: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config(%s, %s, false), set_config(%s, %s, false)",
            (PAPER_NUMBER_SETTING, number, CHECK_CODE_SETTING, code),
        )
