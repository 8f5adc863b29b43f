"""Let transactions about one thing take turns, where there is no row to lock."""

from django.db import connection


def take_turn(name: str) -> None:
    """Wait until no other transaction has the turn of this name; keep it to the end.

    For tables that only grow: locking one of their rows asks for a right to
    change it. Call it inside a transaction; a name says what the turn is about.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
