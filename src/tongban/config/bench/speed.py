"""Commands on cases through the services, beside the same rows written by hand."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any, Final, LiteralString

import psycopg
from psycopg import sql
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb
from tqdm import tqdm

from tongban.config.bench.measures import Measure, Watch
from tongban.core.cases.decisions.handling import Decision
from tongban.core.items.catalogue import Audience, Channel
from tongban.records.accounts.models import Account
from tongban.records.cases.models import Case
from tongban.records.parties.models import Party
from tongban.services.access.queries import actor_of
from tongban.services.cases import handling, intake
from tongban.services.cases.content import NewCase
from tongban.services.cases.envelope import CHINA, Envelope
from tongban.services.cases.projection import PROJECTED
from tongban.services.demo.samples import (
    Subject,
    sample_form,
    sample_papers,
    sample_situations,
)
from tongban.services.items.queries import terms_on

ITEM: Final = "chronic-disease-recognition"
APPLICANT: Final = "wangjianguo"
COMMANDS: Final = ("submit", "accept", "approve", "finish")
ROUNDS: Final = 9
CASES_PER_ROUND: Final = 15
OPENING: Final = time(9, 30)
BESIDE: Final[LiteralString] = """
    SELECT c.conrelid::regclass::text AS name, a.attname AS pointer
    FROM pg_constraint c
    JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
    WHERE c.contype = 'f' AND c.confrelid = 'cases_case'::regclass
      AND c.conrelid <> 'cases_caseevent'::regclass
"""

Row = dict[str, Any]


@dataclass
class Office:
    """The people of the demo region who handle the measured cases."""

    now: datetime
    keys: Iterator[int] = field(default_factory=lambda: count(1))

    def sent(self, login: str) -> Envelope:
        """Return an envelope of one member of staff with a new key."""
        account = Account.objects.get(login_name=login)
        return Envelope(
            actor=actor_of(account, self.now.date()),
            now=self.now,
            key=f"bench-{next(self.keys)}",
            channel=Channel.COUNTER,
        )


def measure_commands(now: datetime, connection: psycopg.Connection) -> Measure:
    """Return commands per second through the services and by hand.

    Rounds of both alternate, each case is submitted, accepted, approved and
    finished; the value of a round is its median against the other's median.
    """
    stage = Office(datetime.combine(_workday(now), OPENING, CHINA))
    new = application(stage)
    envelopes = {
        name: stage.sent("reviewer1" if name == "approve" else "clerk1")
        for name in COMMANDS
    }
    handle(stage, new, envelopes)  # warms caches, plans and connections
    copied = Copied.read(connection, Case.objects.latest("pk").pk)
    ours, theirs = Watch(), Watch()
    numbers = count(1)
    for _ in tqdm(range(ROUNDS), desc="办件命令", unit="轮"):
        with ours.timing():
            for _ in range(CASES_PER_ROUND):
                handle(stage, new, envelopes)
        with theirs.timing():
            for _ in range(CASES_PER_ROUND):
                copied.write(connection, next(numbers))
    commands = CASES_PER_ROUND * len(COMMANDS)
    return Measure.beside(commands / ours.median, commands / theirs.median, "条/秒")


def _workday(now: datetime) -> date:
    day = now.date()
    return day - timedelta(days=max(0, day.weekday() - 4))


def application(stage: Office) -> NewCase:
    """Return the application every round hands in."""
    party = Party.objects.get(accounts__login_name=APPLICANT)
    today = stage.now.date()
    terms = terms_on(ITEM, Audience.EMPLOYEE, party.region, today)
    situations = sample_situations(terms)
    subject = Subject(party.name, party.identifier, party.phone)
    return NewCase(
        item=ITEM,
        audience=Audience.EMPLOYEE,
        party_id=party.pk,
        form=sample_form(terms, subject, today=today, situations=situations),
        situations=situations,
        papers=sample_papers(terms, situations),
    )


def handle(stage: Office, new: NewCase, envelopes: Mapping[str, Envelope]) -> None:
    """Take one application from submission to its result."""
    sent = {name: _again(stage, envelope) for name, envelope in envelopes.items()}
    number = intake.submit_case(sent["submit"], new).number
    intake.accept_case(sent["accept"], number=number)
    yes = Decision(approved=True, amount_fen=0, words="", clause="")
    handling.review_case(sent["approve"], number=number, decision=yes)
    handling.finish_case(sent["finish"], number=number)


def _again(stage: Office, envelope: Envelope) -> Envelope:
    return Envelope(
        envelope.actor, envelope.now, f"bench-{next(stage.keys)}", envelope.channel
    )


@dataclass(frozen=True)
class Copied:
    """Every row one handled case left behind, to be written again by hand."""

    case: Row
    events: list[Row]
    beside: dict[tuple[str, str], list[Row]]
    command: Row

    @classmethod
    def read(cls, connection: psycopg.Connection, pk: int) -> "Copied":
        """Read the rows of a case and of one of its commands."""
        with connection.cursor(row_factory=dict_row) as cursor:
            cursor.execute("SELECT * FROM cases_case WHERE id = %s", [pk])
            case = cursor.fetchall()[0]
            cursor.execute(
                "SELECT * FROM cases_caseevent WHERE case_id = %s ORDER BY seq", [pk]
            )
            events = cursor.fetchall()
            beside = {}
            for row in cursor.execute(BESIDE).fetchall():
                beside_it = (str(row["name"]), str(row["pointer"]))
                query = sql.SQL("SELECT * FROM {} WHERE {} = %s")
                named = map(sql.Identifier, beside_it)
                cursor.execute(query.format(*named), [pk])
                beside[beside_it] = cursor.fetchall()
            cursor.execute("SELECT * FROM cases_command ORDER BY id DESC LIMIT 1")
            command = cursor.fetchall()[0]
        connection.commit()
        return cls(case, events, beside, command)

    def write(self, connection: psycopg.Connection, turn: int) -> None:
        """Write all rows again as a new case, one transaction for each command."""
        with connection.cursor() as cursor:
            pk = 0
            for place, name in enumerate(COMMANDS):
                key = {"key": f"hand-{turn}-{name}", "answer": None}
                command = insert(cursor, "cases_command", self.command, key)
                pk = self._step(cursor, turn, pk, place)
                cursor.execute(
                    "UPDATE cases_command SET answer = %s WHERE id = %s",
                    [Jsonb(self.command["answer"]), command],
                )
                connection.commit()

    def _step(self, cursor: psycopg.Cursor, turn: int, pk: int, place: int) -> int:
        if place == 0:
            fresh = {"number": f"HAND{turn}", "state": "open", "outcome": ""}
            pk = insert(cursor, "cases_case", self.case, fresh)
        else:
            cursor.execute("SELECT * FROM cases_case WHERE id = %s FOR UPDATE", [pk])
            cursor.execute("SELECT * FROM cases_caseevent WHERE case_id = %s", [pk])
            cursor.fetchall()
        insert(cursor, "cases_caseevent", self.events[place], {"case_id": pk})
        last = place == len(COMMANDS) - 1
        self._project(cursor, pk, closed=last)
        for (table, pointer), rows in self.beside.items():
            for spot, row in enumerate(
                rows[place:] if last else rows[place : place + 1]
            ):
                number = f"HAND{turn}-{place}-{spot}"
                insert(cursor, table, row, _anew(row, {pointer: pk}, number))
        return pk

    def _project(self, cursor: psycopg.Cursor, pk: int, *, closed: bool) -> None:
        changed = {name: self.case[name] for name in PROJECTED}
        if not closed:
            changed |= {"state": "open", "outcome": "", "closed_at": None}
        assigned = sql.SQL(", ").join(
            sql.SQL("{} = %s").format(sql.Identifier(name)) for name in changed
        )
        statement = sql.SQL("UPDATE cases_case SET {} WHERE id = %s").format(assigned)
        cursor.execute(statement, [*changed.values(), pk])


def _anew(row: Row, changes: Row, number: str) -> Row:
    """Return what a row beside the case has of its own: its case, and its number."""
    return changes | {"number": number} if "number" in row else changes


def insert(cursor: psycopg.Cursor, table: str, row: Row, changes: Row) -> int:
    """Insert a row with changes under a new key; return the key."""
    kept = {name: value for name, value in row.items() if name != "id"} | changes
    statement = sql.SQL("INSERT INTO {} ({}) VALUES ({}) RETURNING id").format(
        sql.Identifier(table),
        sql.SQL(", ").join(map(sql.Identifier, kept)),
        sql.SQL(", ").join(sql.Placeholder() * len(kept)),
    )
    values = [Jsonb(v) if isinstance(v, dict) else v for v in kept.values()]
    found = cursor.execute(statement, values).fetchone()
    return 0 if found is None else int(found[0])
