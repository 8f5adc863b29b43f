"""Rows of an office's queue, append-only events, and one person by their mark."""

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation

from tongban.records.queues.row_conditions import DEVICE, HALL, TICKET
from tongban.records.security.operations import AppendOnly, EnableRowSecurity

# A terminal knows nobody until somebody shows a number: it may then ask for the
# one person whose blind index this is, and for nobody else.
PERSON = """
CREATE FUNCTION person_by_mark(mark text) RETURNS SETOF parties_party
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT * FROM parties_party WHERE kind = 'person' AND identifier_index = mark
$$;
REVOKE ALL ON FUNCTION person_by_mark(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION person_by_mark(text) TO tongban_web;
"""


class Migration(migrations.Migration):
    """Guard the queues."""

    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("queues", "0001_initial"),
        ("parties", "0002_row_security"),
        ("security", "0001_web_role"),
    ]
    operations: ClassVar[list[Operation]] = [
        migrations.RunSQL(PERSON, "DROP FUNCTION person_by_mark(text)"),
        AppendOnly("queues_queueevent"),
        EnableRowSecurity("queues_hallday", HALL),
        EnableRowSecurity("queues_servicewindow", HALL),
        EnableRowSecurity("queues_ticket", TICKET),
        EnableRowSecurity("queues_queueevent", HALL),
        EnableRowSecurity("queues_halldevice", DEVICE),
    ]
