"""Everything of ``make run-two``: two deployments that know each other's keys."""

import os
import signal
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Final

from tongban.config.children import Child
from tongban.config.environment import Mode, secrets_of
from tongban.config.postgres import bind_to_parent
from tongban.gateways.exchange_signing import public_key_made_from

LOOK_SECONDS: Final = 0.5
ALGORITHMS: Final = {"370700": "ed25519", "440100": "sm2"}


@dataclass(frozen=True, slots=True)
class Deployment:
    """One of the two: its region, name, data folder, and where it is reached.

    Both listen on this machine. They are called by two host names, so that a
    browser keeps their cookies apart.
    """

    region: str
    name: str
    home: Path
    host: str
    port: int

    @property
    def url(self) -> str:
        """The address of the site."""
        return f"http://{self.host}:{self.port}"

    @property
    def as_peer(self) -> str:
        """How the other one writes it in ``TONGBAN_PEERS``."""
        secret = secrets_of(self.home, Mode.DEMO).papers
        key = public_key_made_from(secret, ALGORITHMS[self.region])
        return f"{self.region}|{self.name}|{self.region}|{self.url}|{key}"

    def environment(self, other: "Deployment") -> Mapping[str, str]:
        """Return what its process is started with."""
        return {
            "TONGBAN_HOME": str(self.home),
            "TONGBAN_REGION": self.region,
            "TONGBAN_SITE": self.url,
            "TONGBAN_EXCHANGE_SIGNATURE": ALGORITHMS[self.region],
            "TONGBAN_PEERS": other.as_peer,
            "TONGBAN_STOP_WITH_PARENT": "1",
            "PORT": str(self.port),
        }


def two_deployments(home: Path, port: int) -> tuple[Deployment, Deployment]:
    """Return the two demo deployments below a data folder, on two ports."""
    return (
        Deployment("370700", "潍坊市医保", home / "370700", "127.0.0.1", port),
        Deployment("440100", "广州市医保", home / "440100", "localhost", port + 1),
    )


def child_of(one: Deployment, other: Deployment) -> Child:
    """Return the process of one deployment: ``tongban up`` with its own settings."""
    command = [sys.executable, "-m", "tongban.config", "up", "--port", str(one.port)]
    return Child(one.name, command, one.environment(other))


class Pair:
    """Both deployments, started one after the other and ended together."""

    def __init__(self, home: Path, port: int) -> None:
        first, second = two_deployments(home, port)
        self.children = [child_of(first, second), child_of(second, first)]
        self.stopping = False

    def run(self) -> bool:
        """Serve until a signal asks to stop; say whether both lived until then."""
        if os.environ.get("TONGBAN_STOP_WITH_PARENT"):
            bind_to_parent(signal.SIGTERM)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask_to_stop)
        try:
            for child in self.children:
                child.start()
            return self._watch()
        finally:
            for child in self.children:
                child.stop()

    def _ask_to_stop(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        self.stopping = True

    def _watch(self) -> bool:
        """Wait; one that ended by itself ends both, its own words say why."""
        while not self.stopping:
            if any(child.has_ended() for child in self.children):
                return False
            time.sleep(LOOK_SECONDS)
        return True
