"""Suppliers of short messages and automatic calls: one interface, doubles included.

A supplier takes a message under its key once, however often it is sent, and
says later what became of it. ``TONGBAN_MESSAGING`` chooses: ``local`` is the
double of the demo, ``http`` a supplier reached by signed requests, ``none``
nobody. With two suppliers the second takes what the first cannot.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Final, Protocol

from django.conf import settings

from tongban.gateways.messaging_http import HttpSupplier
from tongban.gateways.messaging_values import (
    Failed,
    Incoming,
    Outcome,
    Outgoing,
    Refused,
)
from tongban.gateways.phones import Phones

NOBODY_THERE: Final = Failed("no_supplier")


class Choice(StrEnum):
    """Who carries messages."""

    LOCAL = "local"
    HTTP = "http"
    NONE = "none"


class Supplier(Protocol):
    """Somebody who carries messages."""

    @property
    def name(self) -> str:
        """The name kept with every delivery."""
        ...

    def send(self, message: Outgoing) -> Outcome:
        """Take one message; the same key again changes nothing."""
        ...

    def collect(self) -> Sequence[Incoming]:
        """Return receipts and replies that wait to be fetched."""
        ...

    def acknowledge(self, keys: Sequence[str]) -> None:
        """Forget what was collected."""
        ...


@dataclass(frozen=True, slots=True)
class Sent:
    """What one supplier said of one message."""

    supplier: str
    outcome: Outcome


def suppliers() -> tuple[Supplier, ...]:
    """Return the suppliers of this installation, the preferred one first."""
    chosen = Choice(settings.TONGBAN_MESSAGING)
    if chosen is Choice.LOCAL:
        return (phones(),)
    if chosen is Choice.NONE:
        return ()
    return tuple(
        HttpSupplier(name=name, url=url, key=key)
        for name, url, key in settings.MESSAGING_SUPPLIERS
    )


def phones() -> Phones:
    """Return the phones of the local double."""
    return Phones(Path(settings.TONGBAN_HOME) / "phones")


def send(message: Outgoing, among: Sequence[Supplier], *, at: datetime) -> Sent:
    """Hand one message to the first supplier that can take it.

    A refusal is an answer; only a supplier that fails lets the next one try.
    """
    answer = Sent("", NOBODY_THERE)
    for supplier in among:
        answer = Sent(supplier.name, supplier.send(message.dated(at)))
        if not isinstance(answer.outcome, Failed):
            return answer
    return answer


__all__ = ["Choice", "Failed", "Incoming", "Outgoing", "Refused", "Sent", "Supplier"]
