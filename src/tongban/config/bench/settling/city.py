"""A city of insured people written by the database itself, to be settled for."""

from dataclasses import dataclass
from typing import Final

import psycopg

MODEL: Final = "wangjianguo"  # whose sealed name, number and phone all of them carry
# Everybody is an employee with an account and a year in which something counted.
STATEMENTS: Final = (
    """INSERT INTO parties_party (kind, region, scheme, id_kind, name, identifier,
        identifier_index, phone, phone_index, name_index, initials_index, born_on,
        grade)
    SELECT 'person', '370705', 'employee', 'resident_card', m.name, m.identifier,
        'bench' || i, m.phone, '', '', '', date '1950-01-01' + (i %% 20000)::int, ''
    FROM generate_series(%(first)s::bigint, %(last)s::bigint) i,
        (SELECT p.name, p.identifier, p.phone FROM parties_party p
            JOIN accounts_account a ON a.party_id = p.id
            WHERE a.login_name = %(model)s) m
    ORDER BY i""",
    """INSERT INTO enrolment_insuredperson (party_id, sex, nationality,
        household_region, address, bank_account, version)
    SELECT p.id, 'male', '', '370705', m.address, m.bank_account, 1
    FROM parties_party p, (SELECT i.address, i.bank_account
        FROM enrolment_insuredperson i
        JOIN accounts_account a ON a.party_id = i.party_id
        WHERE a.login_name = %(model)s) m
    WHERE p.identifier_index LIKE 'bench%%' AND p.id > %(before)s""",
    """INSERT INTO enrolment_cover (person_id, scheme, kind, region, in_force,
        base_fen, state, source)
    SELECT id, 'employee', 'active', '370705', daterange('2015-01-01', NULL),
        600000, 'in_force', 'bench' FROM parties_party
    WHERE identifier_index LIKE 'bench%%' AND id > %(before)s""",
    """INSERT INTO ledger_ledgeraccount (owner_id, kind, region, opened_on,
        balance_fen)
    SELECT id, 'personal', '370705', '2015-01-01', 100000000 FROM parties_party
    WHERE identifier_index LIKE 'bench%%' AND id > %(before)s""",
    """INSERT INTO settlement_yearuse (person_id, region, scheme, year, purses,
        version)
    SELECT id, '370700', 'employee', extract(year FROM now()),
        '{"outpatient": [0, 1000, 800]}', 1 FROM parties_party
    WHERE identifier_index LIKE 'bench%%' AND id > %(before)s""",
)
GROWN: Final = (
    "parties_party",
    "enrolment_insuredperson",
    "enrolment_cover",
    "ledger_ledgeraccount",
    "settlement_yearuse",
)


@dataclass(frozen=True, slots=True)
class People:
    """Whom the city has: rows from ``first`` to ``last``, every one of them."""

    first: int
    last: int


def grow(connection: psycopg.Connection, *, persons: int) -> None:
    """Add people until there are ``persons``."""
    have = connection.execute(
        "SELECT count(*) FILTER (WHERE identifier_index LIKE 'bench%'), max(id)"
        " FROM parties_party"
    ).fetchone()
    first, before = (int(have[0]) + 1, int(have[1])) if have else (1, 0)
    named = {"first": first, "last": persons, "before": before, "model": MODEL}
    for statement in STATEMENTS:
        connection.execute(statement, named)
    connection.commit()
    connection.autocommit = True
    for table in GROWN:
        connection.execute(f"VACUUM ANALYZE {table}")
    connection.autocommit = False


def people(connection: psycopg.Connection) -> People:
    """Return the rows of the people."""
    found = connection.execute(
        "SELECT min(id), max(id) FROM parties_party"
        " WHERE identifier_index LIKE 'bench%'"
    ).fetchone()
    if found is None or found[0] is None:
        raise RuntimeError("The city is empty.")
    return People(*found)
