"""One private PostgreSQL per test run; each xdist worker has its own database.

A module runs on one worker, so what it loads is loaded once; modules that share
more than that (one browser, one site) stay together as ``TOGETHER`` says. Long
ones come first, so that no worker waits for another at the end.

DATABASE_URL, when set, names a server to use instead.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker
from tests.copies import forget_copies, let_go
from tests.covers import insured_people  # noqa: F401 - a fixture of many folders
from tests.server import PrivateServer
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

TOGETHER = {
    "tests/journeys/": "browser",
    "tests/config/test_up.py": "up",
    "tests/config/test_killed_settling.py": "up",
    "tests/express/": "express",
}
LONG = ("browser", "up", "express")
SERVER = PrivateServer(Path(os.environ["TONGBAN_TEST_HOME"]))


def _is_worker(config: pytest.Config) -> bool:
    return hasattr(config, "workerinput")


def pytest_configure(config: pytest.Config) -> None:
    """Start the server before the workers of a parallel run are born."""
    parallel = bool(getattr(config.option, "numprocesses", None))
    if parallel and not _is_worker(config):
        SERVER.start()


class ByModule(LoadScopeScheduling):
    """Gives a worker whole modules, in the order in which they were collected."""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)


def group_of(nodeid: str) -> str:
    """Return what a test has to run together with."""
    path = nodeid.partition("::")[0]
    found = (name for start, name in TOGETHER.items() if path.startswith(start))
    return next(found, path)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByModule:
    """Distribute modules, whatever ``--dist`` says."""
    config.option.loadscopereorder = False
    return ByModule(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let long groups begin first."""
    order = {name: place for place, name in enumerate(LONG)}
    items.sort(key=lambda item: order.get(group_of(item.nodeid), len(order)))


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server with the process that started it."""
    if not _is_worker(config):
        SERVER.stop()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    request: pytest.FixtureRequest, django_db_modify_db_settings_parallel_suffix: None
) -> None:
    """Have the server running before the first test database is made."""
    if not _is_worker(request.config):
        SERVER.start()


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Let go of every connection a live server's thread kept, before the end.

    A test database that somebody still uses cannot be dropped.
    """
    yield
    with django_db_blocker.unblock():
        forget_copies()
        let_go(str(connection.settings_dict["NAME"]))
