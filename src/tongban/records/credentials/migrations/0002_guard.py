"""Who sees credentials: their owner, a guardian, staff, and who is shown a code."""

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation

from tongban.records.credentials.row_conditions import (
    CREDENTIAL,
    FACE,
    GUARDIANSHIP,
    OF_CREDENTIAL,
    PHONE_CHECK,
    USE,
)
from tongban.records.security.operations import AppendOnly, EnableRowSecurity

# A reader that was shown a proved code may ask for the one person it names; a
# guardian for the children bound to the session's own party, until they are of age.
PERSONS = """
CREATE FUNCTION person_by_credential(shown text) RETURNS SETOF parties_party
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT p.* FROM parties_party p JOIN credentials_credential c ON c.party_id = p.id
    WHERE c.number = shown AND c.state = 'active'
    AND shown = current_setting('tongban.credential', true)
$$;
CREATE FUNCTION guarded_children(day date) RETURNS SETOF parties_party
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT p.* FROM parties_party p JOIN credentials_guardianship g ON g.child_id = p.id
    WHERE g.ended_at IS NULL AND g.until_on > day AND g.guardian_id = ANY (
        string_to_array(
            nullif(current_setting('tongban.party_ids', true), ''), ','
        )::bigint[]
    )
$$;
REVOKE ALL ON FUNCTION person_by_credential(text) FROM PUBLIC;
REVOKE ALL ON FUNCTION guarded_children(date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION person_by_credential(text) TO tongban_web;
GRANT EXECUTE ON FUNCTION guarded_children(date) TO tongban_web;
"""
WITHOUT = """
DROP FUNCTION person_by_credential(text);
DROP FUNCTION guarded_children(date);
"""


class Migration(migrations.Migration):
    """Guard the credentials."""

    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("credentials", "0001_initial"),
        ("parties", "0002_row_security"),
        ("security", "0001_web_role"),
    ]
    operations: ClassVar[list[Operation]] = [
        migrations.RunSQL(PERSONS, WITHOUT),
        AppendOnly("credentials_credentialevent"),
        AppendOnly("credentials_credentialuse"),
        EnableRowSecurity("credentials_guardianship", GUARDIANSHIP),
        EnableRowSecurity("credentials_credential", CREDENTIAL),
        EnableRowSecurity("credentials_credentialevent", OF_CREDENTIAL),
        EnableRowSecurity("credentials_credentialuse", USE),
        EnableRowSecurity("credentials_phonecheck", PHONE_CHECK),
        EnableRowSecurity("credentials_facetemplate", FACE),
    ]
