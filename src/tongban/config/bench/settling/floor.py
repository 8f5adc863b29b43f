"""The database's own load tool with the reads and writes of one purchase.

Everything is one prepared statement on the very tables, with their keys, checks
and triggers, run by their owner: no policies, no program between. What is written
is copied from a purchase the site settled before, so rows are as large.
"""

import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import psycopg
from psycopg import sql

from tongban.config.bench.settling.city import People
from tongban.config.cluster import OWNER, PORT

TABLES: Final[Mapping[str, str]] = {
    "hsa_message": "person_id = {person} AND infno = '2102'",
    "settlement_visit": "person_id = {person}",
    "settlement_settlement": "person_id = {person}",
    "settlement_feeline": "visit_id IN"
    " (SELECT id FROM settlement_visit WHERE person_id = {person})",
    "ledger_journal": "id IN"
    " (SELECT journal_id FROM settlement_settlement WHERE person_id = {person})",
    "ledger_posting": "journal_id IN"
    " (SELECT journal_id FROM settlement_settlement WHERE person_id = {person})",
}
_NUMBERS: Final = re.compile(r"^tps = ([0-9.]+)", re.MULTILINE)
_LATENCY: Final = re.compile(r"^latency average = ([0-9.]+) ms", re.MULTILINE)
READS: Final = """
a AS (SELECT p.id AS person, p.name, p.identifier, i.sex, c.region, l.id AS account,
    u.id AS year_row, u.version, u.purses,
    EXISTS (SELECT FROM hsa_signin s WHERE s.number = {sign}
        AND s.institution_id = k.institution_id AND s.ended_at IS NULL) AS signed,
    EXISTS (SELECT FROM hsa_message m WHERE m.institution_id = k.institution_id
        AND m.msgid = 'F' || (:key)::text) AS repeated,
    (SELECT max(v.id) FROM medical_catalogue_catalogueversion v) AS lists,
    (SELECT y.tier FROM enrolment_premiumyear y WHERE y.person_id = p.id
        AND y.year = 2026 AND NOT y.void AND y.paid_on IS NOT NULL) AS tier,
    EXISTS (SELECT FROM enrolment_waiting w WHERE w.person_id = p.id
        AND w.days @> current_date AND NOT w.void) AS waiting,
    ARRAY(SELECT g.code FROM enrolment_specialgroup g WHERE g.person_id = p.id
        AND g.in_force @> current_date AND NOT g.void) AS groups,
    EXISTS (SELECT FROM personal_accounts_familyshare f WHERE f.relative_id = p.id
        AND f.ended_at IS NULL AND f.declined_at IS NULL) AS shared
FROM hsa_accesskey k
JOIN institutions_institution n ON n.id = k.institution_id
JOIN parties_party p ON p.id = (:person)::bigint
JOIN enrolment_insuredperson i ON i.party_id = p.id
JOIN LATERAL (SELECT e.region FROM enrolment_cover e WHERE e.person_id = p.id
    AND e.in_force @> current_date ORDER BY e.id LIMIT 1) c ON true
JOIN ledger_ledgeraccount l ON l.owner_id = p.id AND l.kind = 'personal'
JOIN settlement_yearuse u ON u.person_id = p.id AND u.scheme = 'employee'
WHERE k.name = {access} AND k.ended_at IS NULL)
"""


@dataclass(frozen=True, slots=True)
class Floor:
    """What the load tool reached."""

    per_second: float
    average_ms: float


@dataclass(frozen=True, slots=True)
class Place:
    """Where the load tool works: a folder for its script, the server, the people."""

    folder: Path
    socket: Path
    people: People


def statement(connection: psycopg.Connection, *, sign: str, key: str) -> str:
    """Return the one statement, with the rows of a purchase as it was kept."""
    person = _settled_once(connection)
    rows = {
        table: _rows(connection, table, where.format(person=person))
        for table, where in TABLES.items()
    }
    fresh: dict[str, dict[str, str]] = {
        "hsa_message": {"msgid": "'F' || (:key)::text", "person_id": "a.person"},
        "settlement_visit": {"id": "n.visit", "person_id": "a.person"},
        "ledger_journal": {
            "id": "n.journal",
            "request_key": "'floor ' || (:key)::text",
        },
        "ledger_posting": {"journal_id": "n.journal"},
        "settlement_settlement": {
            "id": "n.settlement",
            "visit_id": "n.visit",
            "journal_id": "n.journal",
            "person_id": "a.person",
            "request_key": "'floor ' || (:key)::text",
            "message": "'F' || (:key)::text",
        },
        "settlement_feeline": {"visit_id": "n.visit", "settlement_id": "n.settlement"},
    }
    own = connection.execute(
        "SELECT id FROM ledger_ledgeraccount WHERE owner_id = %s", (person,)
    ).fetchone()
    parts = [READS.format(sign=_literal(sign), access=_literal(key)).strip()]
    parts.append(
        "n AS MATERIALIZED (SELECT"
        " nextval('settlement_visit_id_seq') AS visit,"
        " nextval('settlement_settlement_id_seq') AS settlement,"
        " nextval('ledger_journal_id_seq') AS journal FROM a)"
    )
    parts.append(
        "y AS (UPDATE settlement_yearuse u SET purses = u.purses,"
        " version = u.version + 1 FROM a WHERE u.id = a.year_row"
        " AND u.version = a.version RETURNING u.id)"
    )
    for table, kept in rows.items():
        parts.append(_insert(table, kept, fresh[table], own[0] if own else 0))
    return f"WITH {', '.join(parts)} SELECT 1 FROM y;"  # noqa: S608 - a bench


def _settled_once(connection: psycopg.Connection) -> int:
    found = connection.execute(
        "SELECT person_id FROM settlement_settlement WHERE kind = 'pharmacy'"
        " GROUP BY 1 HAVING count(*) = 1 LIMIT 1"
    ).fetchone()
    if found is None:
        raise RuntimeError("Nobody has bought exactly once.")
    return int(found[0])


def _insert(
    table: str, rows: Sequence[Mapping[str, Any]], fresh: Mapping[str, str], own: int
) -> str:
    names = [name for name in rows[0] if name != "id" or "id" in fresh]
    selects = []
    for row in rows:
        values = []
        for name in names:
            if name in fresh:
                values.append(fresh[name])
            elif name == "account_id" and row[name] == own:
                values.append("a.account")
            else:
                values.append(_literal(row[name]))
        selects.append(f"SELECT {', '.join(values)} FROM a, n, y")  # noqa: S608 - a bench
    listed = ", ".join(f'"{name}"' for name in names)
    return (
        f"{table}_kept AS (INSERT INTO {table} ({listed})"
        f" {' UNION ALL '.join(selects)} RETURNING 1)"
    )


def _rows(
    connection: psycopg.Connection, table: str, where: str
) -> list[dict[str, Any]]:
    """Return rows with every value as text the database reads again."""
    columns = [
        (row[0], row[1])
        for row in connection.execute(
            "SELECT attname::text, format_type(atttypid, atttypmod)"
            " FROM pg_attribute WHERE attrelid = %s::regclass"
            " AND attnum > 0 AND NOT attisdropped ORDER BY attnum",
            (table,),
        )
    ]
    asked = ", ".join(f'"{name}"::text' for name, _ in columns)
    found = connection.execute(f"SELECT {asked} FROM {table} WHERE {where} ORDER BY id")  # noqa: S608 - a bench
    return [
        {
            name: _Typed(value, kind)
            for (name, kind), value in zip(columns, row, strict=True)
        }
        for row in found
    ]


@dataclass(frozen=True, slots=True)
class _Typed:
    text: str | None
    kind: str

    def __eq__(self, other: object) -> bool:
        return self.text == str(other)

    def __hash__(self) -> int:
        return hash(self.text)


def _literal(value: object) -> str:
    if isinstance(value, _Typed):
        if value.text is None:
            return f"NULL::{value.kind}"
        # The load tool takes a colon for the beginning of one of its variables.
        plain = value.text.replace("\\", "\\\\").replace("'", "\\'")
        return f"E'{plain}'::{value.kind}".replace(":", "\\x3a", plain.count(":"))
    return sql.Literal(value).as_string(None)


def run(program: Path, place: Place, words: str, clients: int, seconds: int) -> Floor:
    """Let the load tool run the statement and return what it says."""
    script = place.folder / "floor.sql"
    script.write_text(
        f"\\set person random({place.people.first}, {place.people.last})\n"
        "\\set key random(1, 1000000000000000)\n"
        f"{words}\n"
    )
    done = subprocess.run(
        [
            str(program),
            *("-h", str(place.socket), "-p", PORT, "-U", OWNER, "-n", "-M", "prepared"),
            *("-f", str(script), "-c", str(clients), "-j", "2", "-T", str(seconds)),
            "tongban",
        ],
        capture_output=True,
        text=True,
        check=False,  # told below with what it said
    )
    rate, delay = _NUMBERS.search(done.stdout), _LATENCY.search(done.stdout)
    if done.returncode or rate is None or delay is None:
        raise RuntimeError(done.stdout + done.stderr)
    return Floor(float(rate[1]), float(delay[1]))
