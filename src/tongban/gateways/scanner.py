"""The virus scanner: a clamd server asked over its socket (INSTREAM).

``TONGBAN_CLAMD`` names it, ``unix:/run/clamav/clamd.ctl`` or ``tcp:host:3310``.
Without one nothing is scanned, and every upload says so. A scanner that is
named but does not answer is a fault: the upload is not taken.
"""

import socket
import struct
from enum import StrEnum
from pathlib import Path
from typing import Final

from django.conf import settings

ANSWER_SECONDS_MAX: Final = 30
ANSWER_BYTES_MAX: Final = 4096
CHUNK_BYTES: Final = 64 * 1024
_CLEAN: Final = "stream: OK"
_FOUND: Final = "FOUND"


class Verdict(StrEnum):
    """What the scanner says of a file."""

    CLEAN = "clean"
    INFECTED = "infected"
    NOT_SCANNED = "not_scanned"


class ScannerFailed(RuntimeError):
    """The scanner named in the settings did not give a verdict."""


def scan(path: Path) -> Verdict:
    """Return the scanner's verdict on a file of ours."""
    address = str(settings.TONGBAN_CLAMD)
    if not address:
        return Verdict.NOT_SCANNED
    try:
        answer = _ask(address, path)
    except OSError as broken:
        raise ScannerFailed("The virus scanner does not answer.") from broken
    if answer == _CLEAN:
        return Verdict.CLEAN
    if answer.endswith(_FOUND):
        return Verdict.INFECTED
    raise ScannerFailed(f"The virus scanner answered {answer!r}.")


def _ask(address: str, path: Path) -> str:
    with _connected(address) as wire, path.open("rb") as content:
        wire.sendall(b"zINSTREAM\0")
        while chunk := content.read(CHUNK_BYTES):
            wire.sendall(struct.pack("!L", len(chunk)) + chunk)
        wire.sendall(struct.pack("!L", 0))
        return _answer_of(wire)


def _answer_of(wire: socket.socket) -> str:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < ANSWER_BYTES_MAX:
        part = wire.recv(ANSWER_BYTES_MAX)
        if not part:
            break
        answer += part
    return answer.rstrip(b"\0").decode(errors="replace")


def _connected(address: str) -> socket.socket:
    way, _, place = address.partition(":")
    if way == "unix":
        wire = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        wire.settimeout(ANSWER_SECONDS_MAX)
        try:
            wire.connect(place)
        except OSError:
            wire.close()
            raise
        return wire
    host, _, port = place.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=ANSWER_SECONDS_MAX)
