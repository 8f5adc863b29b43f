"""A table that was sent, looked through once before any of it is kept."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Final

from django.conf import settings

from tongban.core.loading.columns import Layout, LoadKind, find_layout
from tongban.core.refusals import Refusal
from tongban.gateways.sheets import SheetRow, read_rows
from tongban.policy.loading import Definitions, load_definitions

ROWS_MAX: Final = 5_000_000
ROWS_PER_PART: Final = 10_000
DIGEST_BLOCK: Final = 1024 * 1024


class TableEmpty(Refusal):
    """The table has no row below its heading."""

    code = "loading.empty"

    def __init__(self) -> None:
        super().__init__("There is no row below the heading.")


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose heading fits and that can be read to its end."""

    path: Path
    layout: Layout
    heading: tuple[str, ...]
    digest: str
    rows: int

    @property
    def kind(self) -> LoadKind:
        """What the rows are."""
        return self.layout.definition.kind

    def parts(self, *, after: int) -> Iterator[list[SheetRow]]:
        """Yield the rows below one, so many at a time."""
        rows = read_rows(self.path, rows_max=ROWS_MAX)
        next(rows)
        below = (row for row in rows if row.number > after)
        while part := list(islice(below, ROWS_PER_PART)):
            yield part


def definitions() -> Definitions:
    """Return the columns of every kind of table."""
    return _read(Path(settings.TONGBAN_POLICY))


def open_table(path: Path, kind: LoadKind) -> Table:
    """Return a table after reading all of it once.

    Refuses one that cannot be read to its end, whose heading fits no version,
    or that has no rows: nothing of such a table is kept.
    """
    rows = read_rows(path, rows_max=ROWS_MAX)
    heading = next(rows, None)
    if heading is None:
        raise TableEmpty
    layout = find_layout(heading.cells, definitions()[kind])
    count = sum(1 for _ in rows)
    if not count:
        raise TableEmpty
    return Table(path, layout, heading.cells, _digest(path), count)


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(DIGEST_BLOCK):
            digest.update(block)
    return digest.hexdigest()


@cache
def _read(folder: Path) -> Definitions:
    return load_definitions(folder)
