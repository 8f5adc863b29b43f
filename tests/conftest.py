"""One private PostgreSQL per test run; each xdist worker has its own database.

DATABASE_URL, when set, names a server to use instead.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker
from tests.server import PrivateServer

SERVER = PrivateServer(Path(os.environ["TONGBAN_TEST_HOME"]))


def _is_worker(config: pytest.Config) -> bool:
    return hasattr(config, "workerinput")


def pytest_configure(config: pytest.Config) -> None:
    """Start the server before the workers of a parallel run are born."""
    parallel = bool(getattr(config.option, "numprocesses", None))
    if parallel and not _is_worker(config):
        SERVER.start()


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
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
