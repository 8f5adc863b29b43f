"""The embedded server survives a kill, an orphan and a second start."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from tests.places import quick_folder

from tongban.config.cluster import (
    OWNER,
    WEB,
    answers,
    connect_superuser,
    socket_folder,
)
from tongban.config.postgres import THROWAWAY, EmbeddedPostgres, PostgresFailed

SOCKET_PATH_BYTES_MAX = 107


@pytest.fixture
def server() -> Iterator[EmbeddedPostgres]:
    with tempfile.TemporaryDirectory(
        prefix="tongban-test-", dir=quick_folder()
    ) as name:
        home = Path(name)
        home.chmod(0o711)
        found = EmbeddedPostgres(home, options=THROWAWAY)
        found.start()
        yield found
        found.stop()


def _ask(server: EmbeddedPostgres, question: str) -> list[tuple[object, ...]]:
    with connect_superuser(server.socket, "tongban") as connection:
        return connection.execute(question).fetchall()


def test_a_new_server_has_roles_extensions_and_database(server):
    roles = _ask(server, "SELECT rolname, rolsuper, rolbypassrls FROM pg_roles")
    extensions = {name for (name,) in _ask(server, "SELECT extname FROM pg_extension")}

    assert (OWNER, False, False) in roles
    assert (WEB, False, False) in roles
    assert {"btree_gist", "pg_trgm"} <= extensions


def test_the_web_role_may_use_tables_of_the_owner_but_make_none(server):
    with psycopg.connect(
        host=str(server.socket), port="5432", user=OWNER, dbname="tongban"
    ) as owner:
        owner.execute("CREATE TABLE sample (id int)")
    with psycopg.connect(
        host=str(server.socket), port="5432", user=WEB, dbname="tongban"
    ) as web:
        web.execute("INSERT INTO sample VALUES (1)")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            web.execute("CREATE TABLE other (id int)")


def test_no_tcp_port_is_opened(server):
    assert _ask(server, "SHOW listen_addresses") == [("",)]


def test_rows_survive_a_kill_and_the_next_start_needs_no_hand(server):
    with connect_superuser(server.socket, "tongban") as connection:
        connection.execute("CREATE TABLE kept (id int)")
        connection.execute("INSERT INTO kept VALUES (7)")
        connection.execute("CHECKPOINT")
    assert server.pid is not None
    os.kill(server.pid, signal.SIGKILL)

    server.start()

    assert _ask(server, "SELECT id FROM kept") == [(7,)]


def test_a_server_that_outlived_its_parent_is_ended_first(server):
    orphan = server.pid
    newcomer = EmbeddedPostgres(server.home, options=THROWAWAY)
    server._child.poll()

    newcomer.start()
    try:
        assert newcomer.pid != orphan
        assert answers(newcomer.socket)
    finally:
        newcomer.stop()


def test_stopping_leaves_no_process_and_no_socket(server):
    pid = server.pid
    server.stop()

    assert not Path(f"/proc/{pid}").exists()
    assert not server.socket.exists()
    assert not answers(server.socket)


def test_the_server_dies_with_a_killed_parent():
    with tempfile.TemporaryDirectory(
        prefix="tongban-test-", dir=quick_folder()
    ) as name:
        home = Path(name)
        home.chmod(0o711)
        program = (
            "import sys, time, pathlib\n"
            "from tongban.config.postgres import EmbeddedPostgres\n"
            "server = EmbeddedPostgres(pathlib.Path(sys.argv[1]))\n"
            "server.start(); print(server.pid, flush=True); time.sleep(60)\n"
        )
        parent = subprocess.Popen(
            [sys.executable, "-c", program, name], stdout=subprocess.PIPE, text=True
        )
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        parent.kill()
        parent.wait()
        parent.stdout.close()
        until = time.monotonic() + 10
        while answers(socket_folder(home)) and time.monotonic() < until:
            time.sleep(0.05)

        assert not answers(socket_folder(home)), pid


def test_a_long_home_still_has_a_short_socket():
    home = Path("/srv") / ("long" * 60)
    assert len(str(socket_folder(home) / ".s.PGSQL.5432")) <= SOCKET_PATH_BYTES_MAX


def test_a_socket_folder_that_is_a_link_is_refused(server):
    server.stop()
    server.socket.symlink_to(server.home)
    try:
        with pytest.raises(PostgresFailed, match="is a link"):
            server.start()
    finally:
        server.socket.unlink()
