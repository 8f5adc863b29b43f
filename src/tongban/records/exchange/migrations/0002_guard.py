"""Who sees messages: staff. Anybody's command may add one; a stored one stays."""

from typing import ClassVar, Final

from django.db import migrations
from django.db.migrations.operations.base import Operation

from tongban.records.security.operations import EnableRowSecurity
from tongban.records.security.row_conditions import IS_STAFF

# Whoever delivers a message sees none; the answer tells whether it was kept.
ANSWERS: Final = """
CREATE FUNCTION exchange_kept(wanted_peer text, wanted_number bigint)
RETURNS TABLE (digest text, state text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT i.digest, i.state FROM exchange_inbound i
     WHERE i.peer = wanted_peer AND i.number = wanted_number
$$;
GRANT EXECUTE ON FUNCTION exchange_kept(text, bigint) TO tongban_web;
"""
RIGHTS: Final = """
REVOKE UPDATE, DELETE, TRUNCATE ON exchange_outgoing, exchange_inbound,
    exchange_peerstate FROM tongban_web;
REVOKE INSERT ON exchange_peerstate FROM tongban_web;
GRANT UPDATE (state, next_at, tries, code) ON exchange_outgoing TO tongban_web;
GRANT UPDATE (state, next_at, tries, code) ON exchange_inbound TO tongban_web;
"""
NO_RIGHTS: Final = """
GRANT INSERT, UPDATE, DELETE ON exchange_outgoing, exchange_inbound,
    exchange_peerstate TO tongban_web;
"""


class Migration(migrations.Migration):
    """Guard the messages."""

    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("exchange", "0001_initial"),
        ("security", "0001_web_role"),
    ]
    operations: ClassVar[list[Operation]] = [
        EnableRowSecurity("exchange_outgoing", IS_STAFF, "true"),
        EnableRowSecurity("exchange_inbound", IS_STAFF, "true"),
        EnableRowSecurity("exchange_peerstate", IS_STAFF),
        migrations.RunSQL(ANSWERS, "DROP FUNCTION exchange_kept(text, bigint)"),
        migrations.RunSQL(RIGHTS, NO_RIGHTS),
    ]
