"""Connections of the lane's own: two prepared statements, no object between."""

from collections.abc import Sequence
from functools import cached_property
from queue import Empty, SimpleQueue
from typing import Final

from django.db import connection
from psycopg import pq
from psycopg.conninfo import make_conninfo

from tongban.records.settlement.express import (
    READ_NAME,
    WRITE_NAME,
    WRITE_PARAMETERS,
)

STATEMENT_MILLISECONDS_MAX: Final = 10_000
READ_PARAMETERS: Final = 9
# Two statements, always the same: planned once, never again, never compiled.
_PLANS: Final = "-c plan_cache_mode=force_generic_plan -c jit=off"
_READ: Final = b"read"
_WRITE: Final = b"write"
_GOOD: Final = frozenset({pq.ExecStatus.TUPLES_OK, pq.ExecStatus.COMMAND_OK})


class LaneBroken(RuntimeError):
    """The database refused a statement or went away; nothing is known to be kept."""


class LaneConnection:
    """One connection, opened when it is needed first."""

    @cached_property
    def _raw(self) -> pq.abc.PGconn:
        raw = pq.PGconn.connect(_address())
        if raw.status != pq.ConnStatus.OK:
            raw.finish()
            raise LaneBroken("No connection.")
        for name, words in (
            (_READ, f"SELECT * FROM {READ_NAME}({_places(READ_PARAMETERS)})"),  # noqa: S608 - names are ours
            (_WRITE, f"SELECT unnest({WRITE_NAME}({_places(WRITE_PARAMETERS)}))"),
        ):
            made = raw.prepare(name, words.encode())
            if made.status not in _GOOD:
                raw.finish()
                raise LaneBroken("A statement cannot be prepared.")
        return raw

    def read(self, columns: Sequence[str]) -> list[list[str | None]]:
        """Return the facts of bills; ``columns`` are array literals."""
        return self._run(_READ, columns)

    def write(self, columns: Sequence[str]) -> frozenset[int]:
        """Keep bills, given as array literals; return the places of those kept."""
        return frozenset(int(row[0] or 0) for row in self._run(_WRITE, columns))

    def close(self) -> None:
        """End the connection; the next statement opens another."""
        raw = self.__dict__.pop("_raw", None)
        if raw is not None:
            raw.finish()

    def _run(self, name: bytes, values: Sequence[str]) -> list[list[str | None]]:
        found = self._raw.exec_prepared(name, [one.encode() for one in values])
        if found.status not in _GOOD:
            if self._raw.status != pq.ConnStatus.OK:
                self.close()
            raise LaneBroken(pq.DiagnosticField.SQLSTATE.name)
        return [
            [_text(found.get_value(row, column)) for column in range(found.nfields)]
            for row in range(found.ntuples)
        ]


def _places(count: int) -> str:
    return ", ".join(f"${place + 1}" for place in range(count))


def _text(value: bytes | None) -> str | None:
    return None if value is None else value.decode()


def _address() -> bytes:
    said = connection.settings_dict
    found = make_conninfo(
        host=said["HOST"] or None,
        port=said["PORT"] or None,
        user=said["USER"] or None,
        password=said["PASSWORD"] or None,
        dbname=said["NAME"],
        options=f"-c statement_timeout={STATEMENT_MILLISECONDS_MAX} {_PLANS}",
        **{name: said["OPTIONS"][name] for name in _TLS if name in said["OPTIONS"]},
    )
    return found.encode()


_TLS: Final = ("sslmode", "sslrootcert", "sslcert", "sslkey")


class Pool:
    """A few connections; who finds none free does not wait."""

    def __init__(self, size: int) -> None:
        self._free: SimpleQueue[LaneConnection] = SimpleQueue()
        for _ in range(size):
            self._free.put(LaneConnection())

    def take(self) -> LaneConnection | None:
        """Return a connection nobody uses, or nothing."""
        try:
            return self._free.get_nowait()
        except Empty:
            return None

    def give_back(self, one: LaneConnection) -> None:
        """Let others use a connection again."""
        self._free.put(one)
