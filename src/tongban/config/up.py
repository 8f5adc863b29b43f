"""Everything of ``make run``: database, tables, demo, pages, jobs; and their end."""

import fcntl
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Final

from django.conf import settings

from tongban.config.children import Child
from tongban.config.postgres import EmbeddedPostgres, bind_to_parent
from tongban.config.preparation import Stamp, prepare

READY_SECONDS_MAX: Final = 60
LOOK_SECONDS: Final = 0.2
WEB_WORKERS: Final = 2
WEB_THREADS: Final = 16


class AlreadyRunning(RuntimeError):
    """Another process serves from this data folder."""


class NotServing(RuntimeError):
    """The site did not begin to answer, or its port is taken."""


@dataclass
class Site:
    """The running installation: an optional server of our own and two children."""

    port: int
    host: str
    say: Callable[[str], None]
    database: EmbeddedPostgres | None = None
    children: list[Child] = field(default_factory=list)
    stopping: bool = False

    def run(self, announce: Callable[[], None]) -> None:
        """Serve until a signal asks to stop; leave no process behind."""
        with _only_one(settings.TONGBAN_HOME):
            self._listen_to_signals()
            try:
                self._start()
                if not self.stopping:
                    announce()
                self._watch()
            finally:
                self._stop()

    def _listen_to_signals(self) -> None:
        if os.environ.get("TONGBAN_STOP_WITH_PARENT"):
            bind_to_parent(signal.SIGTERM)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask_to_stop)

    def _ask_to_stop(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        self.stopping = True

    def _start(self) -> None:
        check_port_is_free(self.host, self.port)
        stamp_folder = settings.TONGBAN_HOME
        if not settings.DATABASE_URL:
            self.say("启动内置数据库……")
            self.database = EmbeddedPostgres(settings.TONGBAN_HOME)
            self.database.start()
            stamp_folder = self.database.base
        prepare(Stamp(stamp_folder / "prepared.json"), self.say)
        self.say("启动网站和后台任务……")
        self.children = [self._web(), self._worker()]
        for child in self.children:
            child.start()
        self._wait_until_serving()

    def _web(self) -> Child:
        return Child(
            "web",
            [
                *(sys.executable, "-m", "granian", "--interface", "wsgi"),
                *("--host", self.host, "--port", str(self.port)),
                *("--workers", str(WEB_WORKERS)),
                *("--blocking-threads", str(WEB_THREADS)),
                *("--respawn-failed-workers", "--workers-kill-timeout", "5"),
                *("--log-level", "error"),  # it warns of the number of threads
                "tongban.config.wsgi:application",
            ],
            {"TONGBAN_DB_ROLE": "web", "PORT": str(self.port)},
        )

    def _worker(self) -> Child:
        quiet = {"TONGBAN_LOG_LEVEL": os.environ.get("TONGBAN_LOG_LEVEL", "WARNING")}
        return Child(
            "worker",
            worker_command(),
            {"TONGBAN_DB_ROLE": "owner", **quiet},
            # With us the database goes too: a polite end would wait for it in vain.
            orphan_signal=signal.SIGKILL,
        )

    def _wait_until_serving(self) -> None:
        until = time.monotonic() + READY_SECONDS_MAX
        while time.monotonic() < until and not self.stopping:
            if self.children[0].has_ended():
                break
            if _answers(self.host, self.port):
                return
            time.sleep(LOOK_SECONDS)
        if not self.stopping:
            message = f"http://{self.host}:{self.port}/ does not answer."
            raise NotServing(message)

    def _watch(self) -> None:
        while not self.stopping:
            if self.database is not None and not self.database.is_alive():
                self.say("数据库意外停止，正在恢复……")
                self.database.start()
            for child in self.children:
                if child.has_ended() and not self.stopping:
                    self.say(f"{child.name} 意外停止，正在重新启动……")
                    child.restart()
            time.sleep(LOOK_SECONDS)

    def _stop(self) -> None:
        for child in self.children:
            child.stop()
        if self.database is not None:
            self.database.stop()


def worker_command() -> list[str]:
    """Return the command of the process that takes the jobs of every queue."""
    command = "-m tongban.config manage procrastinate worker"
    return [sys.executable, *command.split()]


def check_port_is_free(host: str, port: int) -> None:
    """Refuse when something else already listens on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            message = f"Port {port} is not free ({error.strerror}); set PORT."
            raise NotServing(message) from error


def _answers(host: str, port: int) -> bool:
    """Say whether the site gives any HTTP answer."""
    try:
        with socket.create_connection((host, port), timeout=30) as connection:
            connection.sendall(b"GET / HTTP/1.0\r\nHost: localhost\r\n\r\n")
            return connection.recv(5) == b"HTTP/"
    except OSError:
        return False


@contextmanager
def _only_one(home: Path) -> Iterator[None]:
    """Hold the data folder, or refuse; the kernel lets go when we die."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / "up.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            message = f"Tongban already runs on {home}."
            raise AlreadyRunning(message) from error
        yield
