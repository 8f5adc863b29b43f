"""The rows settlement.*: a site under tills, beside the load tool, in turns."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from statistics import median
from typing import Any, Final
from urllib.request import Request, urlopen

import psycopg

from tongban.config.bench.measures import Measure
from tongban.config.bench.settling import floor, material
from tongban.config.bench.settling.city import People, grow, people
from tongban.config.bench.starts import served
from tongban.config.cluster import OWNER, address, socket_folder
from tongban.config.postgres import binaries_folder
from tongban.gateways.clock import real_now

PERSONS: Final = 1_000_000
FEW: Final = 100_000
ROUNDS: Final = 3
SECONDS: Final = 8
WARM_SECONDS: Final = 3
NUMBERS: Final = 100_000
ONE, SOME, MANY = 1, 8, 64
RUN_DIGITS: Final = 10**10


@dataclass(frozen=True, slots=True)
class Town:
    """A running site, its database, and what tills send."""

    home: Path
    port: int
    connection: psycopg.Connection
    said: dict[str, Any]
    statement: str
    people: People

    def tills(self, clients: int, seconds: int = SECONDS) -> dict[str, Any]:
        """Let tills send for some seconds; every purchase has to be settled."""
        run = f"{time.time_ns() // 1000 % RUN_DIGITS:010d}"
        told = {**self.said, "run": run, "clients": clients, "seconds": seconds}
        file = self.home / "tills.json"
        file.write_text(json.dumps(told))
        found = _program("tongban.config.bench.settling.tills", str(file))
        if found["refused"]:
            raise RuntimeError(found["first_refusal"])
        return dict(found)

    def floor(self, clients: int, seconds: int = SECONDS) -> floor.Floor:
        """Let the load tool do the same for some seconds."""
        place = floor.Place(self.home, socket_folder(self.home), self.people)
        program = binaries_folder() / "pgbench"
        return floor.run(program, place, self.statement, clients, seconds)


def measure_settling(home: Path) -> dict[str, Measure]:
    """Return throughput, latency and growth; ``BENCH_SETTLED_FOR`` sets the size."""
    persons = int(os.environ.get("BENCH_SETTLED_FOR", PERSONS))
    few = min(FEW, persons)
    with _town(home, few) as town:
        at_few = _rate(town)
    with _town(home, persons) as town:
        at_many = _rate(town)
        return {
            **_measured(town),
            "settlement.growth": Measure.beside(at_many, at_few, "笔/秒"),
        }


def _rate(town: Town) -> float:
    return float(median(town.tills(SOME)["per_second"] for _ in range(ROUNDS)))


def _measured(town: Town) -> dict[str, Measure]:
    many, some, one, floors, floor_one = [], [], [], [], []
    for _ in range(ROUNDS):
        floors.append(town.floor(SOME).per_second)
        many.append(town.tills(MANY)["per_second"])
        some.append(town.tills(SOME))
        floor_one.append(town.floor(ONE).average_ms)
        one.append(town.tills(ONE)["p50_ms"])
    base = median(floors)
    single = median(each["per_second"] for each in some)
    return {
        "settlement.throughput": Measure.beside(median(many), base, "笔/秒"),
        "settlement.single": Measure.beside(single, base, "笔/秒"),
        "settlement.single_p99": Measure(median(e["p99_ms"] for e in some), "毫秒"),
        "settlement.latency": Measure.beside(median(one), median(floor_one), "毫秒"),
    }


@contextmanager
def _town(home: Path, persons: int) -> Iterator[Town]:
    before = os.environ.get("TONGBAN_SETTABLE_CLOCK")
    os.environ["TONGBAN_SETTABLE_CLOCK"] = "0"
    named = address(home, OWNER)
    try:
        with (
            served(home) as site,
            psycopg.connect(
                host=str(named["HOST"]),
                port=str(named["PORT"]),
                user=str(named["USER"]),
                dbname=str(named["NAME"]),
            ) as connection,
        ):
            grow(connection, persons=persons)
            yield _opened(home, site, connection)
    finally:
        if before is None:
            del os.environ["TONGBAN_SETTABLE_CLOCK"]
        else:
            os.environ["TONGBAN_SETTABLE_CLOCK"] = before


def _opened(home: Path, site: str, connection: psycopg.Connection) -> Town:
    """Sign the till in, warm the site up, and copy what one purchase leaves."""
    found = people(connection)
    keys = {**os.environ, "TONGBAN_HOME": str(home)}
    numbers = _program(
        "tongban.config.bench.settling.material",
        *(str(found.first), str(found.last), str(NUMBERS)),
        env=keys,
    )
    moment = real_now()
    key = f"{material.KEY}.{material.SECRET}"
    sign_no = _signed_in(site, key, moment)
    said = {
        "port": int(site.rpartition(":")[2]),
        "key": key,
        "template": material.template(sign_no, moment),
        "numbers": numbers,
    }
    town = Town(home, said["port"], connection, said, "", found)
    for clients in (MANY, SOME):
        town.tills(clients, WARM_SECONDS)
    words = floor.statement(connection, sign=sign_no, key=material.KEY)
    return Town(home, said["port"], connection, said, words, found)


def _signed_in(site: str, key: str, moment: datetime) -> str:
    asked = Request(  # noqa: S310 - our own address
        f"{site}/hsa/hgs/9001",
        data=material.sign_in(moment).encode(),
        headers={"Content-Type": "application/json", "apikey": key},
    )
    with urlopen(asked) as answer:  # noqa: S310 - our own address
        said = json.loads(answer.read())
    return str(said["output"]["signinoutb"]["sign_no"])


def _program(module: str, *arguments: str, env: dict[str, str] | None = None) -> Any:  # noqa: ANN401 - what it prints is its own
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        env=env,
        capture_output=True,
        text=True,
        check=False,  # told below with what it said
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    return json.loads(done.stdout)
