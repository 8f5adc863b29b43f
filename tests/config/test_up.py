"""One command starts everything, quickly the second time, and ends all of it."""

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from tests.places import quick_folder

from tongban.config.cluster import answers, socket_folder

FIRST_SECONDS_MAX = 240
STOP_SECONDS_MAX = 30
BACK_SECONDS_MAX = 60
READY = re.compile(r"通办已就绪：(http://\S+/)")


@dataclass
class Run:
    """One ``tongban up`` in its own data folder."""

    home: Path
    port: int
    process: subprocess.Popen[bytes]
    seconds: float
    log: Path

    def children(self) -> set[int]:
        """Every process below ours, at any depth."""
        found: set[int] = set()
        waiting = [self.process.pid]
        while waiting:
            parent = waiting.pop()
            for task in Path(f"/proc/{parent}/task").glob("*/children"):
                below = [int(word) for word in task.read_text().split()]
                found.update(below)
                waiting += below
        return found

    def stop(self, number: int) -> int:
        """Send a signal and return the exit code."""
        self.process.send_signal(number)
        return self.process.wait(STOP_SECONDS_MAX)


def command_of(pid: int) -> str:
    """What a process runs; nothing when it ended, reaped or not."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return ""
    return words.replace(b"\0", b" ").decode(errors="replace")


def _answers_within(port: int, *, seconds: int) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            with urlopen(f"http://127.0.0.1:{port}/", timeout=30) as answer:
                return bool(answer.status == 200)
        except OSError:
            time.sleep(0.2)
    return False


def _answers_until_well(port: int) -> tuple[list[int], bool]:
    """Ask for the home page until it comes; return what was answered before."""
    answers: list[int] = []
    until = time.monotonic() + BACK_SECONDS_MAX
    while time.monotonic() < until:
        try:
            with urlopen(f"http://127.0.0.1:{port}/", timeout=30):
                return answers, True
        except HTTPError as answer:
            answers.append(answer.code)
            time.sleep(0.2)
    return answers, False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def free_ports(count: int) -> int:
    """Return the first of so many ports in a row that nobody uses."""
    while True:
        first = _free_port()
        try:
            for port in range(first, first + count):
                with socket.socket() as probe:
                    probe.bind(("127.0.0.1", port))
        except OSError:
            continue
        return first


def environment_of(home: Path) -> dict[str, str]:
    ours = ("TONGBAN_", "DJANGO_", "DATABASE_URL", "PORT")
    kept = {
        name: word for name, word in os.environ.items() if not name.startswith(ours)
    }
    return {**kept, "TONGBAN_HOME": str(home), "PYTHONUNBUFFERED": "1"}


def up(home: Path) -> Run:
    port = _free_port()
    log = home / f"run-{port}.log"
    began = time.monotonic()
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "tongban.config", "up", "--port", str(port)],
            env=environment_of(home),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    while process.poll() is None and time.monotonic() - began < FIRST_SECONDS_MAX:
        if READY.search(log.read_text()):
            return Run(home, port, process, time.monotonic() - began, log)
        time.sleep(0.05)
    process.kill()
    process.wait()
    pytest.fail(log.read_text())


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """A data folder that was started once; the second start is then measured."""
    with tempfile.TemporaryDirectory(
        prefix="tongban-test-", dir=quick_folder()
    ) as name:
        place = Path(name)
        place.chmod(0o711)
        first = up(place)
        first.stop(signal.SIGTERM)
        assert first.seconds < FIRST_SECONDS_MAX
        yield place


def test_a_second_start_loads_nothing_again_and_the_site_answers(home):
    run = up(home)
    try:
        with urlopen(f"http://127.0.0.1:{run.port}/", timeout=30) as answer:
            page = answer.read().decode()
    finally:
        code = run.stop(signal.SIGINT)

    said = run.log.read_text()
    assert "装入演示地区" not in said, "the bench measures how long it takes"
    assert "通办" in page
    assert code == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_every_process_that_was_started(home, number):
    run = up(home)
    below = run.children()
    code = run.stop(number)

    assert len(below) >= 4, "database, web, its workers, jobs"
    assert [command_of(pid) for pid in below if command_of(pid)] == []
    assert not answers(socket_folder(home))
    assert code == 0


def test_nothing_outlives_a_parent_that_was_killed(home):
    run = up(home)
    below = run.children()
    run.stop(signal.SIGKILL)
    until = time.monotonic() + STOP_SECONDS_MAX
    while time.monotonic() < until:
        left = {pid: command_of(pid) for pid in below if command_of(pid)}
        if not left:
            break
        time.sleep(0.1)

    assert left == {}


def test_a_killed_database_comes_back_and_the_site_with_it(home):
    run = up(home)
    try:
        lock = home / "postgres/data/postmaster.pid"
        first = lock.read_text().splitlines()[0]
        os.kill(int(first), signal.SIGKILL)
        until = time.monotonic() + BACK_SECONDS_MAX
        while time.monotonic() < until:
            if lock.exists() and lock.read_text().splitlines()[0] != first:
                break
            time.sleep(0.1)
        first_said, answered = _answers_until_well(run.port)
    finally:
        run.stop(signal.SIGTERM)

    assert answered, "the site came back by itself"
    assert set(first_said) <= {503}, "until then it says that it comes back"


def test_a_second_site_on_the_same_folder_is_refused(home):
    run = up(home)
    try:
        other = subprocess.run(
            [sys.executable, "-m", "tongban.config", "up", "--port", str(_free_port())],
            env=environment_of(home),
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        run.stop(signal.SIGTERM)

    assert other.returncode != 0
    assert "already runs" in other.stderr


def test_a_taken_port_is_named(home):
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        other = subprocess.run(
            [sys.executable, "-m", "tongban.config", "up", "--port", str(port)],
            env=environment_of(home),
            capture_output=True,
            text=True,
            check=False,
        )

    assert other.returncode != 0
    assert f"Port {port} is not free" in other.stderr
