"""Processes we start and never leave behind: watched, restarted, ended in order."""

import os
import signal
import subprocess
import time
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from tongban.config.postgres import bind_to_parent

RESTARTS_MAX: Final = 5
RESTARTS_WINDOW_SECONDS: Final = 60
STOP_SECONDS_MAX: Final = 15


class TooManyRestarts(RuntimeError):
    """A child keeps ending on its own; going on would hide a fault."""


@dataclass
class Child:
    """One program that should be running as long as we are.

    ``orphan_signal`` is what the kernel sends it when we are killed.
    """

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    orphan_signal: signal.Signals = signal.SIGTERM
    process: subprocess.Popen[bytes] | None = None
    restarts: deque[float] = field(default_factory=deque)

    def start(self) -> None:
        """Start the program in a session of its own, so Ctrl-C reaches only us."""
        self.process = subprocess.Popen(
            list(self.command),
            env={**os.environ, **self.environment},
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=lambda: bind_to_parent(self.orphan_signal),  # noqa: PLW1509 - one prctl, no lock
        )

    def has_ended(self) -> bool:
        """Say whether the program ended although nobody asked it to."""
        return self.process is not None and self.process.poll() is not None

    def restart(self) -> None:
        """Start again, unless that happened too often in the last minute."""
        now = time.monotonic()
        while self.restarts and now - self.restarts[0] > RESTARTS_WINDOW_SECONDS:
            self.restarts.popleft()
        if len(self.restarts) >= RESTARTS_MAX:
            message = f"{self.name} ended {RESTARTS_MAX + 1} times within a minute."
            raise TooManyRestarts(message)
        self.restarts.append(now)
        self.start()

    def stop(self) -> None:
        """End the program politely, then by force with all it started."""
        process, self.process = self.process, None
        if process is None:
            return
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(STOP_SECONDS_MAX)
            except subprocess.TimeoutExpired:
                _kill_session(process.pid)
                process.wait()
        _kill_session(process.pid)


def _kill_session(leader: int) -> None:
    """End what is left of a child's own session; often nothing is."""
    try:
        os.killpg(leader, signal.SIGKILL)
    except ProcessLookupError:
        return
