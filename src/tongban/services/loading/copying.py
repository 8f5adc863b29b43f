"""COPY in its text form: how values are written, and into which columns.

A table under row-level security takes no COPY, and it stays under it: lines go
into a table of the session first and from there into the register, past its
policies and constraints as any other row.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from django.db import connection
from psycopg import sql

BLOCK_CHARACTERS: Final = 256 * 1024
_STAGE: Final = """
CREATE TEMPORARY TABLE IF NOT EXISTS {stage} AS SELECT {columns} FROM {table}
WITH NO DATA
"""
_EMPTY: Final = "TRUNCATE {stage}"
_COPY: Final = "COPY {stage} ({columns}) FROM STDIN"
_INSERT: Final = "INSERT INTO {table} ({columns}) SELECT {columns} FROM {stage}"
_NULL: Final = "\\N"
_ESCAPES: Final = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})

PARTY: Final = (
    "id",
    "kind",
    "region",
    "scheme",
    "id_kind",
    "name",
    "identifier",
    "phone",
    "identifier_index",
    "phone_index",
    "name_index",
    "initials_index",
    "born_on",
    "grade",
)
INSURED: Final = (
    "party_id",
    "sex",
    "nationality",
    "household_region",
    "address",
    "bank_account",
    "deceased_on",
    "emigrated_on",
    "version",
)
EMPLOYER: Final = (
    "party_id",
    "kind",
    "state",
    "region",
    "registered_on",
    "left_on",
    "affiliation",
    "address",
    "legal_representative",
    "contact",
    "bank_account",
    "version",
)
COVER: Final = (
    "person_id",
    "employer_id",
    "scheme",
    "kind",
    "region",
    "in_force",
    "base_fen",
    "state",
    "source",
)
MONTH: Final = (
    "person_id",
    "employer_id",
    "month",
    "base_fen",
    "unit_fen",
    "own_fen",
    "kind",
    "paid_on",
    "scheme",
    "void",
)
PREMIUM: Final = (
    "person_id",
    "year",
    "paid_tier",
    "tier",
    "own_fen",
    "aided_fen",
    "subsidy_fen",
    "identity",
    "paid_on",
    "void",
)


def line(*values: object) -> str:
    """Return values as one line of COPY without its end."""
    return "\t".join(map(_written, values))


def copy_lines(table: str, columns: Sequence[str], lines: Iterable[str]) -> None:
    """Add lines to a table of the register, in the order they come in."""
    names = {
        "table": sql.Identifier(table),
        "stage": sql.Identifier(f"load_{table}"),
        "columns": sql.SQL(", ").join(map(sql.Identifier, columns)),
    }
    with connection.cursor() as cursor:
        for statement in (_STAGE, _EMPTY):
            cursor.execute(sql.SQL(statement).format(**names))
        with cursor.copy(sql.SQL(_COPY).format(**names)) as copy:
            for block in _blocks(lines):
                copy.write(block)
        cursor.execute(sql.SQL(_INSERT).format(**names))


def _blocks(lines: Iterable[str]) -> Iterator[str]:
    waiting: list[str] = []
    size = 0
    for one in lines:
        waiting.append(f"{one}\n")
        size += len(one)
        if size > BLOCK_CHARACTERS:
            yield "".join(waiting)
            waiting, size = [], 0
    yield "".join(waiting)


def _written(value: object) -> str:
    if value is None:
        return _NULL
    if type(value) is str:
        return value if value.isprintable() and "\\" not in value else _escaped(value)
    return str(value)


def _escaped(text: str) -> str:
    return text.translate(_ESCAPES)
