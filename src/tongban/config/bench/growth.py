"""The first page of a work list at 100 000 open cases beside 1 000."""

from datetime import datetime
from typing import Final, LiteralString

import psycopg
from psycopg import sql
from tqdm import tqdm

from tongban.config.bench.measures import Measure, Watch
from tongban.core.access.actor import Actor
from tongban.records.accounts.models import Account
from tongban.services.access.queries import actor_of
from tongban.services.access.scope import scoped
from tongban.services.cases.queries.lists import Filter, work_list

FEW: Final = 1_000
MANY: Final = 100_000
BATCH: Final = 10_000
CALLS: Final = 200
MILLISECONDS: Final = 1_000
DUE_DAYS: Final = 60
# Copies of one case below all offices of the city, due on sixty days.
GROW: Final[LiteralString] = """
    INSERT INTO cases_case ({columns})
    SELECT {values} FROM generate_series(%(first)s::int, %(last)s::int) AS n
    JOIN (SELECT * FROM cases_case ORDER BY id LIMIT 1) AS model ON true
    JOIN (SELECT array_agg(path ORDER BY path) AS paths, array_agg(id ORDER BY path)
          AS ids FROM offices_office WHERE path LIKE %(below)s) AS place ON true
"""
OWN: Final[dict[str, LiteralString]] = {
    "number": "'GROW' || n",
    "duplicate_key": "md5('grow' || n)",
    "state": "'open'",
    "outcome": "''",
    "step": "(ARRAY['accept', 'review', 'pay'])[1 + n %% 3]",
    "closed_at": "NULL",
    "office_id": "place.ids[1 + n %% array_length(place.ids, 1)]",
    "office_path": "place.paths[1 + n %% array_length(place.ids, 1)]",
    "received_path": "place.paths[1 + n %% array_length(place.ids, 1)]",
    "due_on": "model.due_on + (n * 7919 %% %(days)s)::int",
    "received_at": "model.received_at + n * interval '1 second'",
    "party_id": "(SELECT min(id) FROM parties_party) + n %% 300",
}


def measure_growth(now: datetime, connection: psycopg.Connection) -> Measure:
    """Return the middle time of a page in milliseconds at many cases and at few.

    The cases stand in one database; the actor's office sees all of them through
    row-level security.
    """
    account = Account.objects.get(login_name="clerk1")
    actor = actor_of(account, now.date())
    _grow(connection, actor, 1, FEW)
    few = _page_ms(actor, now)
    for first in tqdm(range(FEW + 1, MANY, BATCH), desc="增加办件", unit="万件"):
        _grow(connection, actor, first, min(first + BATCH - 1, MANY))
    return Measure.beside(_page_ms(actor, now), few, "毫秒")


def _grow(connection: psycopg.Connection, actor: Actor, first: int, last: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM cases_case LIMIT 0")
        described = cursor.description or ()
        columns = [column.name for column in described if column.name != "id"]
        statement = sql.SQL(GROW).format(
            columns=sql.SQL(", ").join(map(sql.Identifier, columns)),
            values=sql.SQL(", ").join(map(_value, columns)),
        )
        cursor.execute(
            statement,
            {
                "first": first,
                "last": last,
                "below": f"{actor.office_path}%",
                "days": DUE_DAYS,
            },
        )
    connection.commit()
    connection.autocommit = True
    connection.execute("VACUUM ANALYZE cases_case")
    connection.autocommit = False


def _value(column: str) -> sql.Composable:
    if column in OWN:
        return sql.SQL(OWN[column])
    return sql.Identifier("model", column)


def _page_ms(actor: Actor, now: datetime) -> float:
    watch = Watch()
    with scoped(actor):
        work_list(actor, Filter(), today=now.date())  # warms caches and plans
        for _ in range(CALLS):
            with watch.timing():
                work_list(actor, Filter(), today=now.date())
    return watch.median * MILLISECONDS
