"""Who sees credits, sharings and withdrawals; what a relative learns of a balance."""

from typing import ClassVar, Final

from django.db import migrations
from django.db.migrations.operations.base import Operation

from tongban.records.ledger.row_conditions import of_account
from tongban.records.security.operations import AppendOnly, EnableRowSecurity
from tongban.records.security.row_conditions import IS_STAFF, any_of, own_party

SHARE: Final = any_of(IS_STAFF, own_party("owner_id"), own_party("relative_id"))
SHARE_OF_ALIAS: Final = any_of(
    IS_STAFF, own_party("s.owner_id"), own_party("s.relative_id")
)
OF_SHARE: Final = (
    "EXISTS (SELECT 1 FROM personal_accounts_familyshare s"
    " WHERE s.id = personal_accounts_shareuse.share_id)"
)

# A relative may not see the account; the balance reaches them only inside this
# answer, and only to those who see the sharing at all. The other function finds
# a person by number and name together, for somebody who knows both.
ANSWERS: Final = """
CREATE FUNCTION share_usable(wanted bigint, first date, until date) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT greatest(0, least(a.balance_fen, coalesce(s.limit_fen - (
        SELECT coalesce(sum(u.amount_fen), 0)::bigint
          FROM personal_accounts_shareuse u
         WHERE u.share_id = s.id AND u.day >= first AND u.day < until
           AND NOT EXISTS (SELECT 1 FROM ledger_journal r
                            WHERE r.reverses_id = u.journal_id)
    ), a.balance_fen)))
      FROM personal_accounts_familyshare s
      JOIN ledger_ledgeraccount a ON a.owner_id = s.owner_id
       AND a.kind = 'personal' AND a.closed_on IS NULL AND a.held_for_id IS NULL
     WHERE s.id = wanted AND s.ended_at IS NULL AND s.declined_at IS NULL
       AND s.confirmed_at IS NOT NULL
       AND (NOT 'tongban_web' IN (session_user, current_setting('role'))
            OR MAY_SEE)
$$;
CREATE FUNCTION person_of_number(number_mark text, whole_name_mark text)
RETURNS TABLE (id bigint, born_on date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT p.id, p.born_on FROM parties_party p
     WHERE p.kind = 'person' AND p.identifier_index = number_mark
       AND p.name_index = whole_name_mark
$$;
GRANT EXECUTE ON FUNCTION share_usable(bigint, date, date) TO tongban_web;
GRANT EXECUTE ON FUNCTION person_of_number(text, text) TO tongban_web;
""".replace("MAY_SEE", SHARE_OF_ALIAS)
NO_ANSWERS: Final = """
DROP FUNCTION person_of_number(text, text);
DROP FUNCTION share_usable(bigint, date, date);
"""


class Migration(migrations.Migration):
    """Guard the rows beside the ledger."""

    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("personal_accounts", "0001_initial"),
        ("ledger", "0002_guard"),
        ("parties", "0003_name_marks"),
        ("security", "0001_web_role"),
    ]
    operations: ClassVar[list[Operation]] = [
        AppendOnly("personal_accounts_monthlycredit"),
        AppendOnly("personal_accounts_shareuse"),
        EnableRowSecurity(
            "personal_accounts_monthlycredit",
            of_account("personal_accounts_monthlycredit"),
            IS_STAFF,
        ),
        EnableRowSecurity("personal_accounts_familyshare", SHARE),
        EnableRowSecurity("personal_accounts_shareuse", OF_SHARE, IS_STAFF),
        EnableRowSecurity(
            "personal_accounts_withdrawal",
            of_account("personal_accounts_withdrawal"),
            IS_STAFF,
        ),
        migrations.RunSQL(ANSWERS, NO_ANSWERS),
        migrations.RunSQL(
            "REVOKE DELETE, TRUNCATE ON personal_accounts_familyshare,"
            " personal_accounts_withdrawal FROM tongban_web",
            "GRANT DELETE ON personal_accounts_familyshare,"
            " personal_accounts_withdrawal TO tongban_web",
        ),
    ]
