"""Two deployments with a database each, whose processes can be killed anywhere.

Whatever a side does runs in a process of its own, which is killed with SIGKILL
before a statement, a commit, or right after a commit, whichever is asked for. A
message is brought to the other side's door the same way.
"""

import os
import pickle
import signal
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connection, connections
from django.test import Client

from tongban.core.exchange.envelope import SENDER_HEADER
from tongban.core.exchange.rules import ExchangeRules
from tongban.gateways import exchange_http
from tongban.gateways.exchange_http import PATH, Answer
from tongban.gateways.exchange_signing import public_key_made_from
from tongban.gateways.signed_http import SIGNATURE_HEADER, TIME_HEADER
from tongban.services.access.scope import leave_scope

NEVER = 0
Doing = Callable[[], object]


class Broken(AssertionError):
    """What a side did ended with a fault of its own."""


@dataclass
class Side:
    """One deployment: its region, database, secret and kind of signature."""

    region: str
    database: str
    secret: str
    algorithm: str
    other: "Side | None" = None
    door_dies_at: int = NEVER

    @property
    def peer(self) -> tuple[str, str, tuple[str, ...], str, str]:
        """How the other side is configured to know this one."""
        key = public_key_made_from(self.secret, self.algorithm)
        url = f"http://{self.region}.invalid"
        return (self.region, self.region, (self.region,), url, key)

    def does(self, doing: Doing, *, dies_at: int = NEVER) -> tuple[bool, Any]:
        """Do something in a process that dies at a point; say whether it lived.

        Refusals and faults are handed back as what they were.
        """
        inlet, outlet = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(inlet)
            self._live(doing, dies_at, outlet)
        os.close(outlet)
        with os.fdopen(inlet, "rb") as pipe:
            said = pipe.read()
        _, status = os.waitpid(child, 0)
        if os.WIFSIGNALED(status):
            return False, None
        fine, result = pickle.loads(said)  # noqa: S301 - our own child wrote it
        if not fine:
            raise Broken(result)
        return True, result

    def _live(self, doing: Doing, dies_at: int, outlet: int) -> None:
        try:
            self._move_in()
            with _killed_at(dies_at):
                said = pickle.dumps((True, doing()))
        except BaseException:  # noqa: BLE001 - told to the parent, which raises it
            said = pickle.dumps((False, traceback.format_exc()))
        os.write(outlet, said)
        os._exit(0)

    def _move_in(self) -> None:
        # The parent's connection stays the parent's, whatever it is in the middle of.
        connections["default"] = connections.create_connection("default")
        connection.settings_dict["NAME"] = self.database
        settings.TONGBAN_EXCHANGE_CODE = self.region
        settings.TONGBAN_EXCHANGE_REGIONS = [self.region]
        settings.TONGBAN_EXCHANGE_SIGNATURE = self.algorithm
        settings.TONGBAN_PAPER_KEY = self.secret
        assert self.other is not None
        settings.PEERS = (self.other.peer,)
        exchange_http.post = self._bring  # type: ignore[assignment]
        exchange_http.versions = self._ask_versions  # type: ignore[assignment]
        ExchangeRules.wait_after = _at_once  # type: ignore[method-assign]

    def _bring(
        self, url: str, content: bytes, *, sender: str, moment: str, signed: str
    ) -> Answer:
        """Knock at the other side's door; a door that died gave no answer."""
        assert self.other is not None
        headers = {
            SENDER_HEADER: sender,
            TIME_HEADER: moment,
            SIGNATURE_HEADER: signed,
        }
        assert url == self.other.peer[3]
        lived, answer = self.other.does(
            lambda: _knock(content, headers), dies_at=self.door_dies_at
        )
        return Answer(*answer) if lived else Answer(0, {})

    def _ask_versions(self, url: str) -> tuple[str, ...]:
        assert self.other is not None
        assert url == self.other.peer[3]
        return tuple(self.other.does(_versions)[1])


def _knock(content: bytes, headers: dict[str, str]) -> tuple[int, dict[str, object]]:
    said = Client().post(
        PATH, data=content, content_type="application/json", headers=headers
    )
    return said.status_code, said.json()


def knock_once() -> None:
    """Have the pages and doors at hand before processes are made."""
    assert _versions()


def _versions() -> list[str]:
    return list(Client().get("/api/v1/exchange/versions").json()["versions"])


def _at_once(*_: object, **__: object) -> timedelta:
    return timedelta()


@contextmanager
def _killed_at(point: int) -> Iterator[None]:
    """Kill this process at the n-th statement or end of a transaction."""
    left = [point]

    def pass_by() -> None:
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def watched(execute: Any, *given: Any) -> Any:
        pass_by()
        return execute(*given)

    def commit() -> None:
        pass_by()
        committed()
        pass_by()

    committed = connection._commit
    connection._commit = commit
    with connection.execute_wrapper(watched):
        yield
    leave_scope()
