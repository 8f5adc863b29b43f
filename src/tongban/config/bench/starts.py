"""How long ``tongban up`` takes to its first page, on a new home and again."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Final

from tongban.config.bench.measures import Measure

START_SECONDS_MAX: Final = 300
STOP_SECONDS_MAX: Final = 60
LOOK_SECONDS: Final = 0.02
HTTP_OK: Final = 200


def measure_starts(home: Path) -> dict[str, Measure]:
    """Return the seconds of a first and of a second start in one home."""
    first = _start(home)
    return {
        "start.first_s": Measure(first, "s"),
        "start.second_s": Measure(_start(home), "s"),
    }


@contextmanager
def served(home: Path) -> Iterator[str]:
    """Serve a demo site out of a home; gives its address once it answers."""
    port = _free_port()
    with _site(home, port) as site:
        _wait(home, port, site)
        yield f"http://127.0.0.1:{port}"


def _start(home: Path) -> float:
    port = _free_port()
    began = time.perf_counter()
    with _site(home, port) as site:
        _wait(home, port, site)
        return time.perf_counter() - began


def _wait(home: Path, port: int, site: subprocess.Popen[bytes]) -> None:
    began = time.perf_counter()
    while not _answers(port):
        if site.poll() is not None or time.perf_counter() - began > START_SECONDS_MAX:
            raise RuntimeError((home / "up.log").read_text())
        time.sleep(LOOK_SECONDS)


@contextmanager
def _site(home: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    told = {"TONGBAN_HOME": str(home), "TONGBAN_STOP_WITH_PARENT": "1"}
    others = {
        name: value for name, value in os.environ.items() if name != "DATABASE_URL"
    }
    with (home / "up.log").open("wb") as log:
        site = subprocess.Popen(
            [sys.executable, "-m", "tongban.config", "up", "--port", str(port)],
            env={**others, **told},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            yield site
        finally:
            site.send_signal(signal.SIGTERM)
            site.wait(STOP_SECONDS_MAX)


def _answers(port: int) -> bool:
    """Say whether the first page comes with status 200."""
    connection = HTTPConnection("127.0.0.1", port, timeout=START_SECONDS_MAX)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status == HTTP_OK
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
