"""Inside an embedded server: where it listens, its roles, rights and extensions."""

import hashlib
import os
import tempfile
from pathlib import Path
from typing import Final

import psycopg
from psycopg import sql

DATABASE: Final = "tongban"
SUPERUSER: Final = "postgres"
OWNER: Final = "tongban_owner"
WEB: Final = "tongban_web"
PORT: Final = "5432"  # only the name of the socket file; no TCP port is opened
EXTENSIONS: Final = ("btree_gist", "pg_trgm")
GRANTS: Final = (
    "GRANT USAGE, CREATE ON SCHEMA public TO {owner}",
    "GRANT USAGE ON SCHEMA public TO {web}",
    """ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {web}""",
    """ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO {web}""",
)


def socket_folder(home: Path) -> Path:
    """Return a short folder for the socket: its path may hold 107 bytes only."""
    digest = hashlib.sha256(str(home).encode()).hexdigest()[:10]
    return Path(tempfile.gettempdir()) / f"tongban-{os.geteuid()}-{digest}"


def address(home: Path, role: str, *, database: str = DATABASE) -> dict[str, object]:
    """Return Django's connection settings for the embedded server of a home."""
    return {
        "NAME": database,
        "USER": role,
        "PASSWORD": "",
        "HOST": str(socket_folder(home)),
        "PORT": PORT,
    }


def connect_superuser(socket: Path, database: str) -> psycopg.Connection:
    """Open a connection that commits each statement, with every right."""
    return psycopg.connect(
        host=str(socket), port=PORT, user=SUPERUSER, dbname=database, autocommit=True
    )


def prepare_cluster(socket: Path) -> None:
    """Create roles, rights, extensions and the database of a new server.

    Rights and extensions go into template1, so that every later database,
    those of tests included, is born with them.
    """
    with connect_superuser(socket, "template1") as template:
        template.execute(
            sql.SQL("CREATE ROLE {} LOGIN CREATEDB").format(sql.Identifier(OWNER))
        )
        template.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(WEB)))
        template.execute(
            sql.SQL("GRANT {} TO {}").format(sql.Identifier(WEB), sql.Identifier(OWNER))
        )
        grant_defaults(template)
    with connect_superuser(socket, "postgres") as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} OWNER {}").format(
                sql.Identifier(DATABASE), sql.Identifier(OWNER)
            )
        )


def grant_defaults(connection: psycopg.Connection) -> None:
    """Install the extensions and let the web role use the owner's tables.

    The statements are those of docs/how-to/deploy.md.
    """
    for extension in EXTENSIONS:
        connection.execute(
            sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(
                sql.Identifier(extension)
            )
        )
    names = {"owner": sql.Identifier(OWNER), "web": sql.Identifier(WEB)}
    for statement in GRANTS:
        connection.execute(sql.SQL(statement).format(**names))


def answers(socket: Path) -> bool:
    """Say whether a server is listening on a socket."""
    try:
        connect_superuser(socket, "postgres").close()
    except psycopg.OperationalError:
        return False
    return True
