"""The local double of a supplier: phones of invented people, readable in the browser.

Messages lie as small files below the data folder, in the clear: it serves
demos and tests only, and production refuses to start with it.
"""

import hashlib
import json
import os
import secrets
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from tongban.gateways.messaging_values import (
    Accepted,
    Incoming,
    IncomingKind,
    Outcome,
    Outgoing,
)

_FOLDER_MODE: Final = 0o700
_KEY_SIGNS: Final = frozenset("0123456789abcdefghijklmnopqrstuvwxyz-")
_MODE_FILE: Final = "mode"
MESSAGES_SHOWN_MAX: Final = 200


class PhoneMode(StrEnum):
    """How a phone takes messages."""

    NORMAL = "normal"
    FAILS = "fails"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class PhoneMessage:
    """One message on a phone, or one its owner sent."""

    key: str
    way: str
    text: str
    at: datetime
    own: bool
    state: str


@dataclass(frozen=True, slots=True)
class Phones:
    """All phones below one folder."""

    folder: Path
    name: str = "local"

    def send(self, message: Outgoing) -> Outcome:
        """Put a message on its phone, once for each key."""
        if message.at is None:
            raise ValueError("A message goes out at a moment.")
        place = self._phone(message.address) / _file_of(message.key)
        _write_once(
            place,
            {
                "key": message.key,
                "way": message.way,
                "to": message.address,
                "text": message.text,
                "at": message.at.isoformat(),
                "own": False,
                "state": "sent",
            },
        )
        if _read(place)["state"] == "sent":
            self._leave_pointer(message.key, place)
        return Accepted(message.key)

    def collect(self) -> Sequence[Incoming]:
        """Return receipts of messages on phones that answer, and all replies."""
        return tuple(self._incoming())

    def acknowledge(self, keys: Sequence[str]) -> None:
        """Take down what was collected; receipts stay on the phone as its state."""
        for key in keys:
            pointer = self._waiting() / key
            with suppress(FileNotFoundError):
                place = Path(pointer.read_text())
                said = _read(place)
                if not said["own"]:
                    fails = self.mode_of(said["to"]) is PhoneMode.FAILS
                    state = "undelivered" if fails else "delivered"
                    _write(place, {**said, "state": state})
                pointer.unlink()

    def messages(self, phone: str) -> tuple[PhoneMessage, ...]:
        """Return what a phone shows, the newest first."""
        found = [_read(path) for path in self._phone(phone).glob("*.json")]
        found.sort(key=lambda said: (said["at"], said["key"]), reverse=True)
        return tuple(_shown(said) for said in found[:MESSAGES_SHOWN_MAX])

    def reply(self, phone: str, text: str, *, at: datetime) -> str:
        """Send an answer from a phone; returns its key."""
        key = f"r-{secrets.token_hex(12)}"
        place = self._phone(phone) / _file_of(key)
        said = {"key": key, "way": "sms", "to": phone, "text": text, "own": True}
        _write_once(place, {**said, "at": at.isoformat(), "state": "sent"})
        self._leave_pointer(key, place)
        return key

    def mode_of(self, phone: str) -> PhoneMode:
        """Return how a phone takes messages."""
        with suppress(FileNotFoundError):
            return PhoneMode((self._phone(phone) / _MODE_FILE).read_text())
        return PhoneMode.NORMAL

    def set_mode(self, phone: str, mode: PhoneMode) -> None:
        """Let a phone take messages, fail, or stay silent."""
        (self._phone(phone) / _MODE_FILE).write_text(mode.value)

    def _incoming(self) -> Iterator[Incoming]:
        for pointer in sorted(self._waiting().iterdir()):
            try:
                said = _read(Path(pointer.read_text()))
            except FileNotFoundError:  # another process was quicker
                continue
            if said["own"]:
                yield Incoming(
                    IncomingKind.REPLY,
                    key=said["key"],
                    phone=said["to"],
                    text=said["text"],
                )
                continue
            mode = self.mode_of(said["to"])
            if mode is PhoneMode.SILENT:
                continue
            yield Incoming(
                IncomingKind.RECEIPT,
                key=said["key"],
                message_key=said["key"],
                delivered=mode is PhoneMode.NORMAL,
                reason="" if mode is PhoneMode.NORMAL else "switched_off",
            )

    def _leave_pointer(self, key: str, place: Path) -> None:
        draft = _made(self.folder / "drafts") / secrets.token_hex(8)
        draft.write_text(str(place))
        draft.replace(self._waiting() / key)

    def _waiting(self) -> Path:
        return _made(self.folder / "waiting")

    def _phone(self, phone: str) -> Path:
        mark = hashlib.sha256(phone.encode()).hexdigest()[:16]
        return _made(self.folder / "by-number" / mark)


def _file_of(key: str) -> str:
    if not key or not set(key) <= _KEY_SIGNS:
        raise ValueError("Not a message key.")
    return f"{key}.json"


def _made(folder: Path) -> Path:
    folder.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
    return folder


def _write_once(place: Path, said: dict[str, Any]) -> None:
    """Write a file whole, or leave the one that is there."""
    draft = place.with_suffix(f".{secrets.token_hex(4)}")
    draft.write_text(json.dumps(said, ensure_ascii=False))
    try:
        with suppress(FileExistsError):
            os.link(draft, place)
    finally:
        draft.unlink()


def _write(place: Path, said: dict[str, Any]) -> None:
    draft = place.with_suffix(f".{secrets.token_hex(4)}")
    draft.write_text(json.dumps(said, ensure_ascii=False))
    draft.replace(place)


def _read(place: Path) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(place.read_text())
    return said


def _shown(said: dict[str, Any]) -> PhoneMessage:
    return PhoneMessage(
        key=said["key"],
        way=said["way"],
        text=said["text"],
        at=datetime.fromisoformat(said["at"]),
        own=said["own"],
        state=said["state"],
    )
