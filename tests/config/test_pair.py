"""One command starts two deployments that reach each other, and ends both."""

import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from tests.config.test_up import command_of, environment_of, free_ports
from tests.places import quick_folder

from tongban.config.pair import two_deployments

READY = re.compile(r"通办已就绪：http://(\S+)/")
START_SECONDS_MAX = 400
STOP_SECONDS_MAX = 60


@pytest.fixture
def home() -> Iterator[Path]:
    """A data folder the database's own account can enter."""
    with tempfile.TemporaryDirectory(prefix="tongban-two-", dir=quick_folder()) as name:
        place = Path(name)
        place.chmod(0o711)
        yield place


def processes_of(home: Path) -> list[str]:
    """What still runs in the data folder."""
    running = (int(one.name) for one in Path("/proc").iterdir() if one.name.isdigit())
    return [said for said in map(command_of, running) if str(home) in said]


def test_each_knows_the_others_address_and_key(home):
    first, second = two_deployments(home, 8000)
    assert first.environment(second)["TONGBAN_PEERS"] == second.as_peer
    assert second.url in second.as_peer
    assert second.environment(first)["TONGBAN_SITE"] == second.url
    assert first.as_peer != second.as_peer
    assert first.host != second.host  # so a browser keeps their cookies apart


def test_both_answer_at_the_address_they_announce_and_end_together(home):
    port = free_ports(2)
    log = home / "run.log"
    with log.open("w") as output:
        pair = subprocess.Popen(
            [sys.executable, "-m", "tongban.config", "run-two", "--port", str(port)],
            env=environment_of(home),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        announced = _announced(pair, log)
        for place in announced:
            with urlopen(f"http://{place}/", timeout=60) as answer:
                assert "通办" in answer.read().decode()
    finally:
        pair.send_signal(signal.SIGTERM)
        code = pair.wait(STOP_SECONDS_MAX)
    assert {f"http://{place}" for place in announced} == {
        one.url for one in two_deployments(home, port)
    }
    assert code == 0
    assert not processes_of(home)


def _announced(pair: subprocess.Popen[bytes], log: Path) -> set[str]:
    until = time.monotonic() + START_SECONDS_MAX
    while pair.poll() is None and time.monotonic() < until:
        found = set(READY.findall(log.read_text()))
        if len(found) == len(two_deployments(log.parent, 1)):
            return found
        time.sleep(0.2)
    return pytest.fail(log.read_text())
