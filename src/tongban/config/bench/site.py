"""A whole site measured from outside: pages on a slow phone, and a crowd.

The two programs live in ``tools/``; what they need (a browser, locust) is of the
development packages, so they run as processes of their own.
"""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

from tongban.config.bench.measures import Measure
from tongban.config.bench.starts import served
from tongban.config.environment import REPOSITORY

TOOLS: Final = REPOSITORY / "tools"
CROWD: Final = 200
FEW: Final = 10
CROWD_SECONDS: Final = 60
FEW_SECONDS: Final = 20
ARRIVING_PER_SECOND: Final = 10
FLOOR_PAGE: Final = "floor"
TOTAL: Final = "Aggregated"
NOT_ASKED: Final = "N/A"
SESSIONS: Final = "crowd.json"


def measure_site(home: Path) -> dict[str, Measure]:
    """Return weight and first paint of pages, and how a crowd is served."""
    with served(home) as site:
        opened = {**os.environ, "TONGBAN_HOME": str(home)}
        keys = _run("-m", "tongban.config.bench.citizens", str(FEW + CROWD), env=opened)
        (home / SESSIONS).write_text(keys)
        return {**measure_pages(site), **measure_crowd(site, home)}


def measure_pages(site: str) -> dict[str, Measure]:
    """Return kilobytes and milliseconds to first paint, beside the plainest page."""
    found = json.loads(_run(str(TOOLS / "pages.py"), site))
    floor = found.pop(FLOOR_PAGE)
    measures = {}
    for name, seen in found.items():
        measures[f"pages.{name}_kb"] = Measure.beside(
            seen["kilobytes"], floor["kilobytes"], "kB"
        )
        measures[f"pages.{name}_paint_ms"] = Measure.beside(
            seen["paint_ms"], floor["paint_ms"], "毫秒"
        )
    return measures


def measure_crowd(site: str, home: Path) -> dict[str, Measure]:
    """Return how 200 citizens are served for a minute, beside ten others."""
    few = _crowd(site, home / "few", range(FEW), seconds=FEW_SECONDS)
    others = range(FEW, FEW + CROWD)
    many = _crowd(site, home / "many", others, seconds=CROWD_SECONDS)
    return {
        "crowd.p95_ms": Measure.beside(
            _number(many["95%"]), max(1.0, _number(few["95%"])), "毫秒"
        ),
        "crowd.requests_per_s": Measure(float(many["Requests/s"]), "次/秒"),
        "crowd.failures": Measure(float(many["Failure Count"]), "次"),
    }


def _crowd(site: str, place: Path, who: range, *, seconds: int) -> dict[str, str]:
    program = Path(sys.executable).with_name("locust")
    subprocess.run(
        [
            str(program),
            *("--locustfile", str(TOOLS / "crowd.py")),
            *("--headless", "--only-summary", "--host", site, "--csv", str(place)),
            *("--users", str(len(who)), "--spawn-rate", str(ARRIVING_PER_SECOND)),
            *("--run-time", f"{seconds}s", "--exit-code-on-error", "0"),
        ],
        env={
            **os.environ,
            "CROWD_SESSIONS": str(place.parent / SESSIONS),
            "CROWD_FIRST": str(who.start),
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,  # failed requests are a figure, not a fault of the bench
    )
    with Path(f"{place}_stats.csv").open(encoding="utf-8") as stats:
        return next(row for row in csv.DictReader(stats) if row["Name"] == TOTAL)


def _number(told: str) -> float:
    """Return a figure of locust; it has none of what nobody asked for."""
    return 0.0 if told == NOT_ASKED else float(told)


def _run(*arguments: str, env: dict[str, str] | None = None) -> str:
    done = subprocess.run(
        [sys.executable, *arguments],
        env=env,
        capture_output=True,
        text=True,
        check=False,  # told below with what it said
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    return done.stdout
