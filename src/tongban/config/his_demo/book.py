"""The institution's own book of a day, kept in a file as its system would keep it.

What changes money is written down before it is sent and again when it is answered,
so that whoever breaks off in between finds on the next start what is still open.
"""

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from tongban.gateways.clock import real_now


@dataclass(frozen=True, slots=True)
class Patient:
    """Somebody with a paper, as the platform knows them."""

    number: str
    insutype: str


@dataclass(frozen=True, slots=True)
class Booked:
    """One settlement as the institution has it in its own book."""

    settlement: str
    visit: str
    patient: Patient
    clearing: str
    total: Decimal
    funds: Decimal
    account: Decimal
    cash: Decimal
    refund: bool = False

    def undone(self) -> "Booked":
        """Return the refund of this settlement."""
        return Booked(
            self.settlement,
            self.visit,
            self.patient,
            self.clearing,
            -self.total,
            -self.funds,
            -self.account,
            -self.cash,
            refund=True,
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """A message that changes money; ``undoes`` is the settlement it takes back."""

    msgid: str
    infno: str
    text: str
    patient: Patient
    undoes: str = ""


@dataclass
class Book:
    """The rows of a day and what is asked and not answered, line by line on disk."""

    file: Path
    rows: list[Booked] = field(default_factory=list)
    open: dict[str, Asked] = field(default_factory=dict)

    def ask(self, asked: Asked) -> None:
        """Write down what is about to be sent."""
        self.open[asked.msgid] = asked
        self._write({"asked": asdict(asked)})

    def close(self, msgid: str, rows: Sequence[Booked] = ()) -> None:
        """Write down the answer, with the rows it brought; none when it was no."""
        self.open.pop(msgid, None)
        self.rows.extend(rows)
        self._write({"answered": msgid, "rows": [asdict(one) for one in rows]})

    def settled(self, number: str) -> Booked:
        """Return the entry of a settlement."""
        return next(
            one for one in self.rows if one.settlement == number and not one.refund
        )

    def _write(self, said: dict[str, Any]) -> None:
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with self.file.open("a", encoding="utf-8") as file:
            file.write(json.dumps(said, default=str, ensure_ascii=False) + "\n")
            file.flush()
            os.fsync(file.fileno())


def file_of(home: Path, code: str) -> Path:
    """Return where the book of today lies."""
    return home / "his-demo" / f"{code}-{real_now():%Y%m%d}.jsonl"


def read_book(file: Path) -> Book:
    """Return the book of today as far as it is; a torn last line was never sent on."""
    book = Book(file)
    if not file.exists():
        return book
    content = file.read_text(encoding="utf-8")
    whole, _, torn = content.rpartition("\n")
    if torn:
        file.write_text(f"{whole}\n" if whole else "", encoding="utf-8")
    for line in whole.splitlines():
        said = json.loads(line)
        if "asked" in said:
            asked = said["asked"]
            found = Asked(**{**asked, "patient": Patient(**asked["patient"])})
            book.open[found.msgid] = found
        else:
            book.open.pop(said["answered"], None)
            book.rows.extend(_booked(row) for row in said["rows"])
    return book


def _booked(said: dict[str, Any]) -> Booked:
    amounts = {
        name: Decimal(said[name]) for name in ("total", "funds", "account", "cash")
    }
    return Booked(**{**said, **amounts, "patient": Patient(**said["patient"])})
