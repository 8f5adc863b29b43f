"""The statement a paper's file carries, and how it is put in and found again.

It is one comment line of the PDF, before the last ``startxref``: readers skip
it and no offset moves. It names the digest of every other byte of the file, so
a file whose look was changed no longer agrees with its statement.
"""

import base64
import binascii
import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tongban.core.json_values import Json, JsonObject, canonical, text_of

MARK: Final = b"%TONGBAN-PAPER-1 "
PDF_HEAD: Final = b"%PDF-"
_TAIL: Final = b"startxref"
_SIGNED_PARTS: Final = ("algorithm", "body", "content", "edition", "key", "number")


class Finding(StrEnum):
    """What can be said of a file from the file alone."""

    WHOLE = "whole"
    CHANGED = "changed"
    NO_STATEMENT = "no_statement"
    KEY_UNKNOWN = "key_unknown"


class NoPdf(ValueError):
    """The bytes are no PDF a statement could be put into."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What the office says of one file; ``body`` is the digest of all other bytes.

    ``content`` is the canonical text of the paper; ``signature`` is base64.
    """

    number: str
    edition: str
    content: str
    body: str
    algorithm: str
    key: str
    signature: str = ""

    @property
    def signed_text(self) -> str:
        """What the signature covers: everything but itself."""
        return canonical({name: getattr(self, name) for name in _SIGNED_PARTS})


@dataclass(frozen=True, slots=True)
class Carried:
    """A statement found in a file, beside the digest the file really has."""

    statement: Statement
    body: str

    @property
    def agrees(self) -> bool:
        """Whether the bytes are those the statement names."""
        return self.statement.body == self.body


def body_digest(pdf: bytes) -> str:
    """Return the SHA-256 of a file without a statement (hex)."""
    return hashlib.sha256(pdf).hexdigest()


def with_statement(pdf: bytes, statement: Statement) -> bytes:
    """Return the file that carries the statement; raises ``NoPdf`` for other bytes."""
    place = pdf.rfind(_TAIL)
    if not pdf.startswith(PDF_HEAD) or place < 0 or MARK in pdf:
        raise NoPdf("No PDF without a statement.")
    whole: dict[str, Json] = {
        **{name: getattr(statement, name) for name in _SIGNED_PARTS},
        "signature": statement.signature,
    }
    written = base64.urlsafe_b64encode(canonical(whole).encode())
    return pdf[:place] + MARK + written + b"\n" + pdf[place:]


def find_statement(file: bytes) -> Carried | None:
    """Return the statement a file carries; nothing when it carries none.

    Raises ``ValueError`` when there is one that cannot be read, or more than one.
    """
    start = file.find(MARK)
    if start < 0:
        return None
    if file.count(MARK) > 1:
        raise ValueError("More than one statement.")
    end = file.find(b"\n", start)
    if end < 0:
        raise ValueError("The statement has no end.")
    body = file[:start] + file[end + 1 :]
    return Carried(_statement_of(file[start + len(MARK) : end]), body_digest(body))


def _statement_of(written: bytes) -> Statement:
    try:
        found = json.loads(base64.b64decode(written, altchars=b"-_", validate=True))
    except (binascii.Error, UnicodeDecodeError, RecursionError) as fault:
        raise ValueError("The statement cannot be read.") from fault
    if not isinstance(found, dict):
        raise ValueError("The statement is no object.")  # noqa: TRY004 - one kind
    data: JsonObject = found
    parts = {name: text_of(data, name) for name in (*_SIGNED_PARTS, "signature")}
    if not all(parts.values()):
        raise ValueError("The statement lacks a part.")
    return Statement(
        number=parts["number"],
        edition=parts["edition"],
        content=parts["content"],
        body=parts["body"],
        algorithm=parts["algorithm"],
        key=parts["key"],
        signature=parts["signature"],
    )
