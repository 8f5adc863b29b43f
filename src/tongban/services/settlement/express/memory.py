"""What a process keeps in mind of things that never change once they are there."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from datetime import date
from typing import Final, TypeAlias

from tongban.core.ledger.accounts import AccountKind
from tongban.core.medical_catalogue.terms import ListTerms
from tongban.services.ledger.operations import area_of, fund
from tongban.services.medical_catalogue.queries import terms_of
from tongban.services.settlement.fees import ListKey, NewLine, list_key

Scope: TypeAlias = Callable[[], AbstractContextManager[None]]
TERMS_MAX: Final = 200_000  # codes of all regions and days together


class Memory:
    """Rows of the funds' accounts, and what the lists say of codes seen before.

    Lists are only ever added to, so what was read holds until a newer one stands:
    ``stamp`` is the newest, and another one empties the memory.
    """

    def __init__(self) -> None:
        self._funds: dict[tuple[str, AccountKind], int] = {}
        self._terms: dict[tuple[str, ListKey], ListTerms | None] = {}
        self._stamp = ""

    def fund(self, kind: AccountKind, region: str, day: date, scope: Scope) -> int:
        """Return the row of a fund's account in the area of a region.

        ``scope`` opens the session to it, when it is asked for the first time.
        """
        key = (area_of(region), kind)
        found = self._funds.get(key)
        if found is None:
            with scope():
                found = self._funds[key] = fund(kind, region, on=day).pk
        return found

    def listed(
        self, lines: Iterable[NewLine], *, region: str, stamp: str
    ) -> Mapping[ListKey, ListTerms]:
        """Return what the lists of a region say of lines; strangers are left out."""
        if stamp != self._stamp or len(self._terms) > TERMS_MAX:
            self._terms, self._stamp = {}, stamp
        terms = self._terms
        found: dict[ListKey, ListTerms] = {}
        for line in lines:
            key = list_key(line)
            if (region, key) not in terms:
                code, day = key
                read = terms_of([code], region=region, on=day)
                terms[region, key] = read.get(code)
            said = terms[region, key]
            if said is not None:
                found[key] = said
        return found
