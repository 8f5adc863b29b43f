"""Children are ended with all they started, and not restarted for ever."""

import sys
import time
from pathlib import Path

import pytest

from tongban.config.children import RESTARTS_MAX, Child, TooManyRestarts

SLEEP = "import time; time.sleep(60)"
DEAF = (
    "import signal, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    "print('deaf', flush=True); time.sleep(60)"
)


def _child(program: str) -> Child:
    return Child("sample", [sys.executable, "-c", program], {})


def test_a_polite_child_ends_at_once():
    child = _child(SLEEP)
    child.start()
    assert child.process is not None
    pid = child.process.pid

    child.stop()

    assert not Path(f"/proc/{pid}").exists()


def test_a_deaf_child_is_ended_by_force(monkeypatch):
    monkeypatch.setattr("tongban.config.children.STOP_SECONDS_MAX", 0.5)
    child = _child(DEAF)
    child.start()
    assert child.process is not None
    pid = child.process.pid
    time.sleep(0.2)

    child.stop()

    assert not Path(f"/proc/{pid}").exists()


def test_a_child_that_keeps_ending_is_given_up():
    child = _child("")
    child.start()
    for _ in range(RESTARTS_MAX):
        assert child.process is not None
        child.process.wait()
        assert child.has_ended()
        child.restart()
    assert child.process is not None
    child.process.wait()

    with pytest.raises(TooManyRestarts, match="sample"):
        child.restart()


def test_stopping_twice_is_harmless():
    child = _child(SLEEP)
    child.start()
    child.stop()
    child.stop()
    assert not child.has_ended()
