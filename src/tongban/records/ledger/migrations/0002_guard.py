"""What the database itself holds: balance, balances, history, and who sees what."""

from typing import ClassVar, Final

from django.db import migrations
from django.db.migrations.operations.base import Operation

from tongban.records.ledger.row_conditions import ACCOUNT, JOURNAL, in_area, of_account
from tongban.records.security.operations import AppendOnly, EnableRowSecurity
from tongban.records.security.row_conditions import IS_STAFF

# Both functions run with the owner's rights: a session that sees only its own
# account must still be told when a journal as a whole does not add up.
BALANCED: Final = """
CREATE FUNCTION ledger_check_balanced() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
    looked_at bigint;
    lines bigint;
    total numeric;
BEGIN
    IF TG_TABLE_NAME = 'ledger_journal' THEN
        looked_at := NEW.id;
    ELSE
        looked_at := NEW.journal_id;
    END IF;
    SELECT count(*), coalesce(sum(amount_fen), 0) INTO lines, total
      FROM ledger_posting WHERE journal_id = looked_at;
    IF lines < 2 OR total <> 0 THEN
        RAISE EXCEPTION 'journal % has % lines that add up to %',
            looked_at, lines, total USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER journal_balanced AFTER INSERT ON ledger_journal
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION ledger_check_balanced();
CREATE CONSTRAINT TRIGGER posting_balanced AFTER INSERT ON ledger_posting
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION ledger_check_balanced();
"""
NOT_BALANCED: Final = """
DROP TRIGGER posting_balanced ON ledger_posting;
DROP TRIGGER journal_balanced ON ledger_journal;
DROP FUNCTION ledger_check_balanced();
"""

MOVED: Final = """
CREATE FUNCTION ledger_move_balances() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
    IF EXISTS (SELECT FROM added JOIN ledger_ledgeraccount a ON a.id = added.account_id
                WHERE a.closed_on IS NOT NULL) THEN
        RAISE EXCEPTION 'a closed account takes no posting'
            USING ERRCODE = 'check_violation';
    END IF;
    UPDATE ledger_ledgeraccount a SET balance_fen = a.balance_fen + moved.total
      FROM (SELECT account_id, sum(amount_fen) AS total FROM added GROUP BY 1) moved
     WHERE a.id = moved.account_id AND a.balance_fen IS NOT NULL;
    RETURN NULL;
END
$$;
CREATE TRIGGER posting_moves_balance AFTER INSERT ON ledger_posting
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_move_balances();
"""
NOT_MOVED: Final = """
DROP TRIGGER posting_moves_balance ON ledger_posting;
DROP FUNCTION ledger_move_balances();
"""

# The pages may open, hold, release and close an account; its balance is moved
# by postings alone, and its history is never removed. The owner is a member of
# the web role, so the policy asks who really writes.
RIGHTS: Final = """
REVOKE UPDATE, DELETE, TRUNCATE ON ledger_ledgeraccount FROM tongban_web;
GRANT UPDATE (closed_on, held_for_id) ON ledger_ledgeraccount TO tongban_web;
CREATE POLICY ledger_opened_by_staff ON ledger_ledgeraccount AS RESTRICTIVE
    FOR INSERT TO tongban_web WITH CHECK (current_user <> 'tongban_web'
        OR (coalesce(balance_fen, 0) = 0 AND {staff}));
"""
NO_RIGHTS: Final = """
DROP POLICY ledger_opened_by_staff ON ledger_ledgeraccount;
GRANT UPDATE, DELETE ON ledger_ledgeraccount TO tongban_web;
"""


class Migration(migrations.Migration):
    """Guard the ledger."""

    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("ledger", "0001_initial"),
        ("cases", "0002_guard"),
        ("parties", "0002_row_security"),
        ("security", "0001_web_role"),
    ]
    operations: ClassVar[list[Operation]] = [
        AppendOnly("ledger_journal"),
        AppendOnly("ledger_posting"),
        migrations.RunSQL(BALANCED, NOT_BALANCED),
        migrations.RunSQL(MOVED, NOT_MOVED),
        EnableRowSecurity("ledger_ledgeraccount", ACCOUNT),
        EnableRowSecurity("ledger_journal", JOURNAL, in_area("region")),
        EnableRowSecurity(
            "ledger_posting",
            of_account("ledger_posting"),
            f"{IS_STAFF} AND {of_account('ledger_posting')}",
        ),
        migrations.RunSQL(RIGHTS.format(staff=IS_STAFF), NO_RIGHTS),
    ]
