"""The private server of one test run, started only when a test needs rows.

A cluster that has all migrations is kept in var/test-clusters under a digest
of the migration files; a run copies it instead of migrating again.
"""

import hashlib
import os
import pwd
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tongban.config.cluster import OWNER, connect_superuser
from tongban.config.environment import REPOSITORY
from tongban.config.postgres import THROWAWAY, EmbeddedPostgres, version

TEMPLATE = "tongban_template"
KEPT = REPOSITORY / "var/test-clusters"
KEPT_MAX = 3
LOCK_FILE = REPOSITORY / "requirements/base.txt"


@dataclass
class PrivateServer:
    """A throw-away cluster in the home of this run."""

    home: Path
    server: EmbeddedPostgres | None = None

    def start(self) -> None:
        """Start the server, unless it runs or DATABASE_URL names another."""
        if self.server is not None or os.environ.get("DATABASE_URL"):
            return
        self.server = EmbeddedPostgres(self.home, options=THROWAWAY)
        kept = KEPT / _cluster_digest()
        if kept.exists():
            _copy_cluster(kept, self.server.base, self.server.servant)
            kept.touch()
            self.server.start()
            return
        self.server.start()
        self._migrate_template()
        self.server.stop()
        _keep_cluster(self.server.base, kept)
        self.server.start()

    def stop(self) -> None:
        """Stop the server if this process started it."""
        if self.server is not None:
            self.server.stop()
            self.server = None

    def _migrate_template(self) -> None:
        assert self.server is not None
        with connect_superuser(self.server.socket, "postgres") as connection:
            connection.execute(f"CREATE DATABASE {TEMPLATE} OWNER {OWNER}")
        subprocess.run(
            [
                sys.executable,
                "-m",
                "django",
                "migrate",
                "--verbosity=0",
                "--skip-checks",
            ],
            cwd=REPOSITORY,
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "tests.settings",
                "TONGBAN_TEST_DATABASE": TEMPLATE,
            },
            check=True,
        )


def _cluster_digest() -> str:
    """Return a digest of all that decides what a migrated cluster holds."""
    digest = hashlib.sha256(version().encode())
    files = sorted((REPOSITORY / "src").rglob("migrations/*.*"))
    for path in [LOCK_FILE, REPOSITORY / "src/tongban/config/cluster.py", *files]:
        if path.suffix != ".pyc":
            digest.update(str(path).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _copy_cluster(kept: Path, base: Path, servant: str | None) -> None:
    shutil.copytree(kept, base, symlinks=True)
    if servant is None:
        return
    keeper = pwd.getpwnam(servant)
    for path in (base, *base.rglob("*")):
        os.chown(path, keeper.pw_uid, keeper.pw_gid, follow_symlinks=False)


def _keep_cluster(base: Path, kept: Path) -> None:
    KEPT.mkdir(parents=True, exist_ok=True)
    draft = kept.with_name(f"{kept.name}.{os.getpid()}")
    shutil.copytree(base, draft, symlinks=True)
    try:
        draft.rename(kept)
    except OSError:  # another run kept the same one first
        shutil.rmtree(draft)
    by_age = sorted(KEPT.iterdir(), key=lambda path: path.stat().st_mtime)
    for path in by_age[:-KEPT_MAX]:
        shutil.rmtree(path, ignore_errors=True)
