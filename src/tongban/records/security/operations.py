"""Migration operations: row-level security and append-only tables.

``EnableRowSecurity`` gives the web role a policy and lets the owner (jobs,
commands, migrations) pass. ``AppendOnly`` lets rows be added and nothing else.
"""

from typing import Final

from django.db.migrations.operations.special import RunSQL

WEB_ROLE: Final = "tongban_web"


class EnableRowSecurity(RunSQL):
    """Let the web role see and write only the rows for which a condition holds.

    ``using_sql`` is a condition on the table's columns, built from the
    functions of ``row_conditions``; ``check_sql`` is the one for rows written
    (the same when left out).
    """

    def __init__(self, table: str, using_sql: str, check_sql: str = "") -> None:
        self.table = table
        self.using_sql = using_sql
        self.check_sql = check_sql
        super().__init__(
            sql=[
                *_drop_policies(table),
                f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY',
                f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY',
                (
                    f'CREATE POLICY tongban_rows ON "{table}" FOR ALL TO {WEB_ROLE}'
                    f" USING ({using_sql}) WITH CHECK ({check_sql or using_sql})"
                ),
                (
                    f'CREATE POLICY tongban_all ON "{table}" FOR ALL TO CURRENT_USER'
                    " USING (true) WITH CHECK (true)"
                ),
            ],
            reverse_sql=[
                *_drop_policies(table),
                f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY',
                f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY',
            ],
        )

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        """Return the arguments this operation was written with."""
        arguments = {"using_sql": self.using_sql, "check_sql": self.check_sql}
        return (type(self).__name__, [self.table], dict(arguments))

    def describe(self) -> str:
        """Say what the operation does."""
        return f"Guard the rows of {self.table}"


class AppendOnly(RunSQL):
    """Refuse UPDATE, DELETE and TRUNCATE on a table, whoever asks.

    The web role loses the rights; a trigger refuses everybody else.
    """

    def __init__(self, table: str) -> None:
        self.table = table
        super().__init__(
            sql=[
                *_drop_triggers(table),
                f'REVOKE UPDATE, DELETE, TRUNCATE ON "{table}" FROM {WEB_ROLE}',
                (
                    "CREATE TRIGGER tongban_append_only BEFORE UPDATE OR DELETE"
                    f' ON "{table}"'
                    " FOR EACH ROW EXECUTE FUNCTION tongban_refuse_change()"
                ),
                (
                    f'CREATE TRIGGER tongban_no_truncate BEFORE TRUNCATE ON "{table}"'
                    " FOR EACH STATEMENT EXECUTE FUNCTION tongban_refuse_change()"
                ),
            ],
            reverse_sql=[
                *_drop_triggers(table),
                f'GRANT UPDATE, DELETE ON "{table}" TO {WEB_ROLE}',
            ],
        )

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        """Return the arguments this operation was written with."""
        return (type(self).__name__, [self.table], {})

    def describe(self) -> str:
        """Say what the operation does."""
        return f"Let rows of {self.table} be added, never changed"


def _drop_policies(table: str) -> list[str]:
    return [
        f'DROP POLICY IF EXISTS tongban_rows ON "{table}"',
        f'DROP POLICY IF EXISTS tongban_all ON "{table}"',
    ]


def _drop_triggers(table: str) -> list[str]:
    return [
        f'DROP TRIGGER IF EXISTS tongban_append_only ON "{table}"',
        f'DROP TRIGGER IF EXISTS tongban_no_truncate ON "{table}"',
    ]
