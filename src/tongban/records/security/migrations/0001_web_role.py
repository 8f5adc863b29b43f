"""The web role with its rights, and the function behind append-only tables."""

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation

ROLE = """
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'tongban_web') THEN
        BEGIN
            CREATE ROLE tongban_web LOGIN;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN
            NULL;  -- another database of this server made it a moment ago
        END;
    END IF;
END
$$;
"""

RIGHTS = """
GRANT USAGE ON SCHEMA public TO tongban_web;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO tongban_web;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO tongban_web;
ALTER DEFAULT PRIVILEGES IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO tongban_web;
ALTER DEFAULT PRIVILEGES IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO tongban_web;
"""

# A test database is emptied between tests by TRUNCATE; nothing else in it may
# be changed either. ``tongban.strict`` lets a test prove the refusal itself.
REFUSE_CHANGE = """
CREATE OR REPLACE FUNCTION tongban_refuse_change() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' AND current_database() LIKE 'test\\_%'
        AND current_setting('tongban.strict', true) IS DISTINCT FROM 'on' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation';
END
$$;
"""


class Migration(migrations.Migration):
    """Everything later migrations of guarded tables lean on."""

    initial = True
    dependencies: ClassVar[list[tuple[str, str]]] = []
    operations: ClassVar[list[Operation]] = [
        migrations.RunSQL(ROLE, migrations.RunSQL.noop),
        migrations.RunSQL(RIGHTS, migrations.RunSQL.noop),
        migrations.RunSQL(
            REFUSE_CHANGE, "DROP FUNCTION IF EXISTS tongban_refuse_change()"
        ),
    ]
