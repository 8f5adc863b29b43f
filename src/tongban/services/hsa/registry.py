"""Which function answers which transaction: modules of this package say so.

A handler takes a ``Call`` and returns the nodes of its output by name; it runs
inside the one database transaction of its message. What it may not do it says
by raising a ``Refusal``: then nothing of the message is kept.

    @transaction("2207")
    def settle(call: Call) -> Mapping[str, object]:
        ...
        return {"setlinfo": {...}, "setldetail": [...]}

Amounts in the output are ``Decimal`` yuan (``core.hsa.values.yuan_of``), days
and moments are what they are; fields left out are sent empty.
"""

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Final

import tongban.services.hsa
from tongban.core.hsa.envelope import Envelope
from tongban.core.hsa.rows import Nodes
from tongban.core.hsa.values import CHINA, Raw
from tongban.core.institutions.agreements import check_agreement
from tongban.services.hsa.refusals import TransactionUnknown
from tongban.services.institutions.queries import InstitutionLine


@dataclass(slots=True)
class Served:
    """What a handler notes beside its output: whose data, a file, warnings."""

    person_id: int | None = None
    file: tuple[str, bytes] | None = None
    warnings: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Call:
    """One message being answered.

    ``message`` is its msgid, ``request`` the input as it came, ``nodes`` the
    input read by its table. A person's rows are visible after
    ``services.hsa.people`` has opened them for this call.
    """

    institution: InstitutionLine
    message: str
    moment: datetime
    envelope: Envelope
    request: Mapping[str, Raw]
    nodes: Nodes
    served: Served = field(default_factory=Served)

    @property
    def day(self) -> date:
        """The day of the message in China."""
        return self.moment.astimezone(CHINA).date()

    @property
    def infno(self) -> str:
        """The number of the transaction."""
        return self.envelope.infno

    @property
    def operator(self) -> str:
        """Who sends it, as the institution names its staff."""
        return self.envelope.fields["opter"]

    def check_agreement(self) -> None:
        """Refuse when the institution's agreement does not hold today."""
        check_agreement(
            state=self.institution.state, days=self.institution.agreement, day=self.day
        )


Handler = Callable[[Call], Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class Transaction:
    """A handler and how its messages are treated.

    ``asks``: it changes nothing, so no answer is kept and the same message is
    asked anew. ``signed_in``: it carries the number of a sign-in of the day.
    ``agreement``: the institution's agreement has to hold.
    """

    infno: str
    handler: Handler
    asks: bool
    signed_in: bool
    agreement: bool


_REGISTERED: Final[dict[str, Transaction]] = {}


def transaction(
    *infnos: str, asks: bool = False, signed_in: bool = True, agreement: bool = True
) -> Callable[[Handler], Handler]:
    """Return the decorator that registers a handler for some transactions."""

    def register(handler: Handler) -> Handler:
        for infno in infnos:
            if infno in _REGISTERED:
                raise ValueError(f"{infno} has two handlers.")
            _REGISTERED[infno] = Transaction(
                infno,
                handler,
                asks=asks,
                signed_in=signed_in,
                agreement=agreement and not asks,
            )
        return handler

    return register


def transaction_of(infno: str) -> Transaction:
    """Return who answers a transaction; refuses ``hsa.transaction_unknown``."""
    found = registered().get(infno)
    if found is None:
        raise TransactionUnknown(infno)
    return found


@cache
def _imported() -> bool:
    for module in pkgutil.iter_modules(tongban.services.hsa.__path__):
        importlib.import_module(f"{tongban.services.hsa.__name__}.{module.name}")
    return True


def registered() -> Mapping[str, Transaction]:
    """Return every transaction that has a handler."""
    _imported()
    return _REGISTERED
