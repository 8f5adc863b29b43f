"""What goes to a carrier of parcels and what comes back."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Address:
    """Who sends or receives; never shown where the value itself is."""

    name: str = field(repr=False)
    phone: str = field(repr=False)
    place: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Order:
    """One parcel to carry; ``key`` is the same with every try."""

    key: str
    sender: Address
    receiver: Address


@dataclass(frozen=True, slots=True)
class Booked:
    """The carrier takes the parcel under this waybill."""

    carrier: str
    waybill: str


@dataclass(frozen=True, slots=True)
class Declined:
    """The carrier never will: a place it does not serve, a wrong phone."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unreached:
    """The carrier could not be reached or is not well; try again."""

    reason: str


@dataclass(frozen=True, slots=True)
class Seen:
    """One thing a carrier saw: ``scan`` is moved, delivered, returned or lost."""

    scan: str
    at: datetime
    words: str


Booking: TypeAlias = "Booked | Declined | Unreached"
Tracking: TypeAlias = "tuple[Seen, ...] | Unreached"
