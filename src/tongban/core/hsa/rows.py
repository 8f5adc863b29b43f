"""Rows of an input as a handler reads them: by name, in the type of the table."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from tongban.core.hsa.values import Value, fen_of
from tongban.core.money import Fen


@dataclass(frozen=True, slots=True)
class Row:
    """One object; fields left out are not among the values."""

    values: Mapping[str, Value] = field(default_factory=dict)
    nested: Mapping[str, tuple["Row", ...]] = field(default_factory=dict)
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __contains__(self, name: str) -> bool:
        return name in self.values

    def text(self, name: str) -> str:
        """Return a text; empty when it was left out."""
        value = self.values.get(name, "")
        return value if isinstance(value, str) else str(value)

    def number(self, name: str) -> Decimal | None:
        """Return an exact number, or nothing."""
        value = self.values.get(name)
        return value if isinstance(value, Decimal) else None

    def amount(self, name: str) -> Fen | None:
        """Return an amount in fen, or nothing."""
        value = self.number(name)
        return None if value is None else fen_of(value)

    def day(self, name: str) -> date | None:
        """Return a day, or nothing."""
        value = self.values.get(name)
        if isinstance(value, datetime):
            return value.date()
        return value if isinstance(value, date) else None

    def moment(self, name: str) -> datetime | None:
        """Return a moment in China's time, or nothing."""
        value = self.values.get(name)
        return value if isinstance(value, datetime) else None

    def content(self, name: str) -> bytes:
        """Return the bytes of a file; none when it was left out."""
        value = self.values.get(name)
        return value if isinstance(value, bytes) else b""

    def rows(self, name: str) -> tuple["Row", ...]:
        """Return the rows nested under a name; none when left out."""
        return self.nested.get(name, ())


@dataclass(frozen=True, slots=True)
class Nodes:
    """The input of a message by its nodes."""

    found: Mapping[str, tuple[Row, ...]]

    def one(self, name: str) -> Row:
        """Return the one row of a node; an empty one when the node was left out."""
        rows = self.found.get(name, ())
        return rows[0] if rows else Row()

    def many(self, name: str) -> tuple[Row, ...]:
        """Return all rows of a node."""
        return self.found.get(name, ())
