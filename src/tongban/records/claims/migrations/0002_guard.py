"""Who sees bills of claims, and where a bill was used: asked across regions."""

from typing import ClassVar, Final

from django.db import migrations
from django.db.migrations.operations.base import Operation

from tongban.records.security.operations import EnableRowSecurity
from tongban.records.security.row_conditions import IS_STAFF
from tongban.records.settlement.row_conditions import of_visit

# A bill used in another region is out of sight; a clerk who holds its number
# learns which region used it, and nothing else: whom to ask.
ANSWERS: Final = f"""
CREATE FUNCTION bill_used_in(wanted text) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT coalesce(
        (SELECT s.region FROM settlement_billuse u
           JOIN settlement_settlement s ON s.id = u.settlement_id
          WHERE u.number = wanted AND u.released_at IS NULL),
        (SELECT v.region FROM claims_claimbill b
           JOIN settlement_visit v ON v.id = b.visit_id
          WHERE b.receipt = wanted AND b.receipt <> '' AND b.withdrawn_at IS NULL))
     WHERE NOT 'tongban_web' IN (session_user, current_setting('role')) OR {IS_STAFF}
$$;
REVOKE ALL ON FUNCTION bill_used_in(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION bill_used_in(text) TO tongban_web;
"""  # noqa: S608 - the condition is ours
RIGHTS: Final = """
REVOKE UPDATE, DELETE, TRUNCATE ON claims_claimbill FROM tongban_web;
GRANT UPDATE (withdrawn_at) ON claims_claimbill TO tongban_web;
"""
NO_RIGHTS: Final = "GRANT UPDATE, DELETE ON claims_claimbill TO tongban_web"


class Migration(migrations.Migration):
    """Guard the bills of claims."""

    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("claims", "0001_initial"),
        ("settlement", "0002_guard"),
        ("security", "0001_web_role"),
    ]
    operations: ClassVar[list[Operation]] = [
        EnableRowSecurity(
            "claims_claimbill",
            of_visit("claims_claimbill"),
            f"{IS_STAFF} AND {of_visit('claims_claimbill')}",
        ),
        migrations.RunSQL(ANSWERS, "DROP FUNCTION bill_used_in(text)"),
        migrations.RunSQL(RIGHTS, NO_RIGHTS),
    ]
