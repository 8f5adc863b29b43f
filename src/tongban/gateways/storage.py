"""The store of uploaded bytes: a folder outside the web root, named by digest.

No part of a path comes from a user. A file is written beside its place, synced
and moved there, so a digest in the store is always complete.
"""

import hashlib
import os
import secrets
import zipfile
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import Final

from django.conf import settings

from tongban.core.files.uploads import (
    ARCHIVE_ENTRIES_MAX,
    HEAD_BYTES,
    Content,
    TypeNotTaken,
    check_size,
    is_archive,
)

_FILE_MODE: Final = 0o600
_FOLDER_MODE: Final = 0o700
_DIGEST_CHARACTERS: Final = 64
_SCRIPT_MARKS: Final = (b"/JavaScript", b"/Launch")
_READ_BYTES: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Received:
    """Bytes taken in but not kept yet."""

    path: Path
    digest: str
    content: Content


class FileStore:
    """Keeps bytes by their SHA-256 digest under one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def receive(self, chunks: Iterable[bytes]) -> Received:
        """Take bytes in and look at them; refuse more than the limit."""
        waiting = self.folder / "waiting"
        waiting.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
        path = waiting / secrets.token_hex(16)
        try:
            digest, head, size = _write(path, chunks)
            return Received(path, digest, _content_of(path, head, size))
        except BaseException:
            path.unlink(missing_ok=True)
            raise

    def keep(self, received: Received) -> None:
        """Move received bytes to their place; bytes already there stay."""
        place = self._place(received.digest)
        place.parent.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
        received.path.replace(place)

    def discard(self, received: Received) -> None:
        """Throw received bytes away."""
        received.path.unlink(missing_ok=True)

    def open(self, digest: str) -> BufferedReader:
        """Open kept bytes for reading; raises FileNotFoundError when they are gone."""
        return self._place(digest).open("rb")

    def is_whole(self, digest: str) -> bool:
        """Say whether the kept bytes still have their digest."""
        with suppress(FileNotFoundError), self.open(digest) as kept:
            return hashlib.file_digest(kept, "sha256").hexdigest() == digest
        return False

    def _place(self, digest: str) -> Path:
        if len(digest) != _DIGEST_CHARACTERS or not set(digest) <= set(
            "0123456789abcdef"
        ):
            raise ValueError("Not a digest.")
        return self.folder / digest[:2] / digest[2:4] / digest


def file_store() -> FileStore:
    """Return the store of this installation."""
    return FileStore(Path(settings.TONGBAN_FILES))


def _write(path: Path, chunks: Iterable[bytes]) -> tuple[str, bytes, int]:
    hashed, head, size = hashlib.sha256(), b"", 0
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _FILE_MODE)
    with os.fdopen(descriptor, "wb") as written:
        for chunk in chunks:
            size += len(chunk)
            check_size(size)
            if len(head) < HEAD_BYTES:
                head += chunk[: HEAD_BYTES - len(head)]
            hashed.update(chunk)
            written.write(chunk)
        written.flush()
        os.fsync(written.fileno())
    return hashed.hexdigest(), head, size


def _content_of(path: Path, head: bytes, size: int) -> Content:
    if is_archive(head):
        return Content(head=head, size=size, members=_members_of(path))
    return Content(head=head, size=size, has_script=_has_script(path, head))


def _members_of(path: Path) -> frozenset[str]:
    """Return the names in a ZIP container; nothing in it is unpacked."""
    try:
        with zipfile.ZipFile(path) as container:
            names = container.namelist()
    except zipfile.BadZipFile:
        raise TypeNotTaken from None
    if len(names) > ARCHIVE_ENTRIES_MAX:
        raise TypeNotTaken
    return frozenset(names)


def _has_script(path: Path, head: bytes) -> bool:
    """Say whether a PDF names a script or launch action in plain sight.

    Long names only: two-letter ones occur by chance in compressed bytes.
    """
    if not head.startswith(b"%PDF-"):
        return False
    tail = b""
    with path.open("rb") as content:
        while chunk := content.read(_READ_BYTES):
            window = tail + chunk
            if any(mark in window for mark in _SCRIPT_MARKS):
                return True
            tail = chunk[-max(map(len, _SCRIPT_MARKS)) :]
    return False
