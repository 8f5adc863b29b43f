"""What must be true before the site is served: tables, policy, pages, demo data."""

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from tongban.config.environment import REPOSITORY
from tongban.config.main import prepare_django

STAMPED_SUFFIXES = frozenset({".py", ".sql", ".yaml", ".html", ".css", ".js", ".svg"})


class PolicyFaulty(RuntimeError):
    """The policy folder has errors; each is one line of the message."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What the last preparation saw; the same again means nothing to do."""

    path: Path

    def matches(self, seen: str) -> bool:
        """Say whether the last preparation ended well on exactly this state."""
        return self._read().get("prepared") == seen

    def demo_is_loaded(self) -> bool:
        """Say whether the demo was loaded into this database before."""
        return self._read().get("demo") == "loaded"

    def write(self, *, seen: str, demo: bool) -> None:
        """Keep what was seen, in one step."""
        draft = self.path.with_suffix(".draft")
        draft.write_text(
            json.dumps({"prepared": seen, "demo": "loaded" if demo else "none"})
        )
        draft.replace(self.path)

    def _read(self) -> dict[str, str]:
        if not self.path.exists():
            return {}
        kept: dict[str, str] = json.loads(self.path.read_text())
        return kept


def state_digest() -> str:
    """Return a digest of every file that preparation depends on.

    Size and time of change stand for the content: this runs at every start.
    """
    digest = hashlib.sha256()
    for path in _stamped_files():
        found = path.stat()
        digest.update(f"{path}|{found.st_size}|{found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _stamped_files() -> Iterator[Path]:
    for root in (REPOSITORY / "src", settings.TONGBAN_POLICY):
        for path in sorted(root.rglob("*")):
            if path.suffix in STAMPED_SUFFIXES:
                yield path


def prepare(stamp: Stamp, say: Callable[[str], None]) -> None:
    """Bring database, static files and demo up to this version of the code."""
    seen = state_digest()
    if stamp.matches(seen) and stamp.demo_is_loaded() is settings.TONGBAN_DEMO:
        return
    prepare_django()
    say("检查政策文件……")
    say("更新数据表……")
    call_command("migrate", interactive=False, verbosity=0)
    say("整理页面资源……")
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    demo = stamp.demo_is_loaded()
    if settings.TONGBAN_DEMO and not demo:
        say("装入演示地区（潍坊市，全部为虚构数据）……")
        with suppress(ImportError):
            import_module("tongban.services.demo.operations").load_demo()
        demo = True
    stamp.write(seen=seen, demo=demo)
