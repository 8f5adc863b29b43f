"""Questions answered a page at a time: the rows, and where they stand in the whole."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, TypeVar

from django.db.models import Model, QuerySet

from tongban.core.hsa.rows import Row
from tongban.core.hsa.tables import DIRECT

SIZE_MAX: Final = 1_000
_SIZE: Final = 100

Kept = TypeVar("Kept", bound=Model)


@dataclass(frozen=True, slots=True)
class Page:
    """Which page of how many rows is asked for; the first is page one."""

    number: int
    size: int

    @property
    def start(self) -> int:
        """How many rows stand before it."""
        return (self.number - 1) * self.size


def page_said(said: Row) -> Page:
    """Return the page a message asks for, never larger than one may be."""
    number = int(said.number("page_num") or 0)
    size = int(said.number("page_size") or 0)
    return Page(max(number, 1), min(size, SIZE_MAX) if size > 0 else _SIZE)


def paged(
    rows: QuerySet[Kept, Any],
    page: Page,
    told: Callable[[Kept], Mapping[str, object]],
) -> Mapping[str, object]:
    """Return a page of rows as told, and beside them where it stands."""
    count = rows.count()
    here = [told(row) for row in rows[page.start : page.start + page.size]]
    return {"data": here, DIRECT: _place(page, count, here)}


def _place(page: Page, count: int, here: Sequence[object]) -> dict[str, object]:
    pages = -(-count // page.size)
    return {
        "firstPage": _word(page.number == 1),
        "lastPage": _word(page.number >= pages),
        "startRow": Decimal(page.start + 1 if here else 0),
        "size": Decimal(len(here)),
        "pageNum": Decimal(page.number),
        "pageSize": Decimal(page.size),
        "recordCounts": Decimal(count),
        "pages": Decimal(pages),
    }


def _word(yes: bool) -> str:  # noqa: FBT001 - one of two words
    return "true" if yes else "false"
