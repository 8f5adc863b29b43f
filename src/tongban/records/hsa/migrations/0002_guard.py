"""An institution sees its own messages, and the one person whose number it gives."""

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation

from tongban.records.hsa.row_conditions import ACCESS_KEY, OF_INSTITUTION
from tongban.records.security.operations import AppendOnly, EnableRowSecurity
from tongban.records.security.row_conditions import IS_STAFF

# An institution that proved itself may ask for one person by the whole number of
# a paper: it has seen the paper. There is no way to list or to search.
PERSON = """
CREATE FUNCTION hsa_person(mark text) RETURNS SETOF parties_party
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT p.* FROM parties_party p
    WHERE p.kind = 'person' AND p.identifier_index = mark
    AND nullif(current_setting('tongban.institution', true), '') IS NOT NULL
$$;
REVOKE ALL ON FUNCTION hsa_person(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hsa_person(text) TO tongban_web;
"""
WITHOUT = "DROP FUNCTION hsa_person(text);"


class Migration(migrations.Migration):
    """Guard the door of the national interface."""

    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("hsa", "0001_initial"),
        ("institutions", "0002_guard"),
        ("parties", "0002_row_security"),
        ("security", "0001_web_role"),
    ]
    operations: ClassVar[list[Operation]] = [
        migrations.RunSQL(PERSON, WITHOUT),
        AppendOnly("hsa_message"),
        EnableRowSecurity("hsa_accesskey", ACCESS_KEY, IS_STAFF),
        EnableRowSecurity("hsa_signin", OF_INSTITUTION),
        EnableRowSecurity("hsa_message", OF_INSTITUTION),
        EnableRowSecurity("hsa_heldfile", OF_INSTITUTION),
    ]
