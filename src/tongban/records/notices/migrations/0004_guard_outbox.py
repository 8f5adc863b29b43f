"""Who sees deliveries and replies; steps are written once; old messages stay sent."""

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation

from tongban.records.security.operations import AppendOnly, EnableRowSecurity
from tongban.records.security.row_conditions import (
    IS_STAFF,
    any_of,
    office_below,
    own_party,
)

OLD_MESSAGES = "UPDATE notices_message SET planned_at = created_at"
NOBODY = "false"  # suppliers put things in; only the background takes them out
ANYBODY = "true"


def _of_message(table: str) -> str:
    return f"EXISTS (SELECT 1 FROM notices_message m WHERE m.id = {table}.message_id)"  # noqa: S608 - table names are ours


OF_REPLY = (
    "EXISTS (SELECT 1 FROM notices_reply r WHERE r.id = notices_replyanswer.reply_id)"
)


class Migration(migrations.Migration):
    """Guard the outbox."""

    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("notices", "0003_outbox"),
        ("security", "0001_web_role"),
    ]
    operations: ClassVar[list[Operation]] = [
        migrations.RunSQL(OLD_MESSAGES, migrations.RunSQL.noop),
        AppendOnly("notices_servicestep"),
        EnableRowSecurity("notices_delivery", _of_message("notices_delivery")),
        EnableRowSecurity("notices_servicestep", _of_message("notices_servicestep")),
        EnableRowSecurity(
            "notices_noticepreference", any_of(own_party("party_id"), IS_STAFF)
        ),
        EnableRowSecurity("notices_inbound", NOBODY, ANYBODY),
        EnableRowSecurity("notices_reply", office_below("office_path")),
        EnableRowSecurity("notices_replyanswer", OF_REPLY),
    ]
