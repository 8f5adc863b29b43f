"""Database and site are killed under tills: nothing acknowledged is lost or doubled."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from threading import Event, Thread
from urllib.error import URLError
from urllib.request import Request, urlopen

import psycopg
from click.testing import CliRunner
from tests.config.test_up import Run, command_of, environment_of, up
from tests.places import quick_folder

from tongban.config.bench.settling import material
from tongban.config.bench.settling.city import grow, people
from tongban.config.cluster import OWNER, address
from tongban.config.commands.his_demo import his_demo
from tongban.gateways.clock import real_now

PERSONS = 40
TILLS = 6
PAUSE_SECONDS = 0.05
MORE = 25  # purchases acknowledged after each kill
BACK_SECONDS_MAX = 60
KEY = f"{material.KEY}.{material.SECRET}"
# The city of the bench has money out of nowhere; here every fen has its posting.
HONEST = (
    "DELETE FROM settlement_yearuse WHERE person_id >= %(first)s",
    "UPDATE ledger_ledgeraccount SET balance_fen = 0 WHERE owner_id >= %(first)s",
    """WITH j AS (
        INSERT INTO ledger_journal (at, day, region, reason, source, request_key)
        VALUES (now(), current_date, '370700', 'opening', 'test', 'test opening')
        RETURNING id),
    lines AS (
        SELECT id, 20000 AS fen FROM ledger_ledgeraccount
        WHERE owner_id >= %(first)s
        UNION ALL SELECT id, -20000 * %(persons)s FROM ledger_ledgeraccount
        WHERE kind = 'collected' AND region = '370700')
    INSERT INTO ledger_posting (journal_id, account_id, amount_fen, words)
    SELECT j.id, lines.id, lines.fen, 'test' FROM j, lines""",
)


@dataclass
class Tills:
    """Several tills that go on whatever happens, and note what they were told."""

    site: str
    template: str
    numbers: list[str]
    told: dict[str, str] = field(default_factory=dict)
    unsure: set[str] = field(default_factory=set)
    refused: list[str] = field(default_factory=list)
    over: Event = field(default_factory=Event)

    def message(self, msgid: str) -> bytes:
        number = self.numbers[int(msgid[-6:]) % len(self.numbers)]
        return self.template.replace("PSN_NO", number).replace("MSGID", msgid).encode()

    def send(self, msgid: str) -> dict[str, object]:
        asked = Request(  # noqa: S310 - our own address
            f"{self.site}hsa/hgs/2102",
            data=self.message(msgid),
            headers={"Content-Type": "application/json", "apikey": KEY},
        )
        with urlopen(asked, timeout=20) as answer:  # noqa: S310 - our own address
            return json.loads(answer.read())

    def work(self, till: int) -> None:
        place = 0
        while not self.over.is_set():
            msgid = f"{till + 1:02d}{place:06d}"
            place += 1
            self.unsure.add(msgid)
            try:
                said = self.send(msgid)
            except (OSError, HTTPException, URLError, ValueError):
                time.sleep(0.05)
                continue
            time.sleep(PAUSE_SECONDS)  # enough to be hit, few enough to ask again
            if said["infcode"] == 0:
                self.told[msgid] = number_of(said)
                self.unsure.discard(msgid)
            else:
                self.refused.append(str(said["err_msg"]))

    @contextmanager
    def working(self) -> Iterator[None]:
        threads = [Thread(target=self.work, args=(till,)) for till in range(TILLS)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self.over.set()
            for thread in threads:
                thread.join()


def number_of(said: dict[str, object]) -> str:
    return str(said["output"]["setlinfo"]["setl_id"])  # type: ignore[index]


def wait_for_more(tills: Tills) -> None:
    """Wait until some more purchases are acknowledged."""
    before, until = len(tills.told), time.monotonic() + BACK_SECONDS_MAX
    while len(tills.told) < before + MORE:
        assert time.monotonic() < until, (before, tills.refused[-3:])
        time.sleep(0.05)


def connected(home: Path) -> psycopg.Connection:
    named = address(home, OWNER)
    return psycopg.connect(
        host=str(named["HOST"]),
        port=str(named["PORT"]),
        user=str(named["USER"]),
        dbname=str(named["NAME"]),
    )


def peopled(run: Run) -> Tills:
    """A small city in the running site, with money in every account."""
    with connected(run.home) as connection:
        grow(connection, persons=PERSONS)
        found = people(connection)
        for statement in HONEST:
            connection.execute(statement, {"first": found.first, "persons": PERSONS})
    numbers = subprocess.run(
        [
            sys.executable,
            *("-m", "tongban.config.bench.settling.material"),
            *(str(found.first), str(found.last), str(PERSONS)),
        ],
        env=environment_of(run.home),
        capture_output=True,
        check=True,
    )
    site = f"http://127.0.0.1:{run.port}/"
    moment = real_now()
    asked = Request(  # noqa: S310 - our own address
        f"{site}hsa/hgs/9001",
        data=material.sign_in(moment).encode(),
        headers={"Content-Type": "application/json", "apikey": KEY},
    )
    with urlopen(asked) as answer:  # noqa: S310 - our own address
        sign_no = json.loads(answer.read())["output"]["signinoutb"]["sign_no"]
    return Tills(site, material.template(sign_no, moment), json.loads(numbers.stdout))


def kill(run: Run, word: str) -> None:
    """Kill every process of the site whose command has a word, at once."""
    for pid in run.children():
        if word in command_of(pid):
            os.kill(pid, signal.SIGKILL)


def test_whoever_is_killed_every_settlement_is_there_once(monkeypatch):
    with tempfile.TemporaryDirectory(
        prefix="tongban-test-", dir=quick_folder()
    ) as name:
        home = Path(name)
        home.chmod(0o711)
        run = up(home)
        monkeypatch.setenv("TONGBAN_HOME", str(home))
        play_one_day_in_two_parts(f"http://127.0.0.1:{run.port}")
        tills = peopled(run)
        with tills.working():
            for word in ("/postgres", "granian"):
                wait_for_more(tills)
                kill(run, word)
            wait_for_more(tills)
            run.stop(signal.SIGKILL)
        assert tills.told
        again = up(home)
        try:
            tills.site = f"http://127.0.0.1:{again.port}/"
            check(tills, home)
        finally:
            again.stop(signal.SIGTERM)


def play_one_day_in_two_parts(site: str) -> None:
    """The simulated institutions settle, undo, lose answers, and their books agree."""
    for seed in ("1", "2"):
        told = CliRunner().invoke(
            his_demo, ["--url", site, "--visits", "8", "--seed", seed]
        )
        assert told.exit_code == 0, told.output
        assert "两家机构的总额和明细都与平台相符。" in told.output


def test_a_platform_that_is_not_there_is_named():
    told = CliRunner().invoke(his_demo, ["--url", "http://127.0.0.1:9"])
    assert told.exit_code == 1
    assert "连不上平台http://127.0.0.1:9" in told.output


def check(tills: Tills, home: Path) -> None:
    """Acknowledged: the same answer again. Unsure: whole or absent, then settled."""
    for msgid, number in tills.told.items():
        assert number_of(tills.send(msgid)) == number
    for msgid in tills.unsure:
        assert tills.send(msgid)["infcode"] == 0
    with connected(home) as connection:
        rows = connection.execute(
            "SELECT message, count(*) FROM settlement_settlement"
            " WHERE message ~ '^[0-9]{8}$' GROUP BY 1"
        ).fetchall()
    assert {message for message, _ in rows} == set(tills.told) | tills.unsure
    assert {count for _, count in rows} == {1}
    for ledger in ("settlement", "ledger"):
        proved = subprocess.run(
            [sys.executable, "-m", "tongban.config", ledger, "verify"],
            env=environment_of(home),
            capture_output=True,
            text=True,
            check=False,
        )
        assert proved.returncode == 0, proved.stdout + proved.stderr
