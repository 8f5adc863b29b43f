"""An employer that applies for somebody who has applied joins, and may follow it."""

from typing import ClassVar, Final

from django.db import migrations
from django.db.migrations.operations.base import Operation

from tongban.core.transfers.stages import OPEN
from tongban.records.security.row_conditions import IS_STAFF, any_of, own_party

_OPEN: Final = ", ".join(f"'{stage.value}'" for stage in sorted(OPEN))
_MAY: Final = any_of(own_party("by_employer"), IS_STAFF)
# The employer sees neither the transfer nor the case of the person; it joins only
# for somebody it insures or has insured, and is told the number to follow it by.
JOINING: Final = f"""
CREATE FUNCTION transfer_joined(wanted_person bigint, wanted_side text,
                                by_employer bigint)
RETURNS TABLE (case_number text, version integer, state text, outcome text,
               step text, due_on date)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public AS $$
    WITH joined AS (
        UPDATE transfers_transfer t SET employer_id = coalesce(employer_id, by_employer)
         WHERE t.person_id = wanted_person AND t.side = wanted_side
           AND t.stage IN ({_OPEN})
           AND EXISTS (SELECT 1 FROM enrolment_cover c
                        WHERE c.person_id = wanted_person
                          AND c.employer_id = by_employer)
           AND (NOT 'tongban_web' IN (session_user, current_setting('role')) OR {_MAY})
        RETURNING t.case_id)
    SELECT c.number, c.version, c.state, c.outcome, c.step, c.due_on
      FROM joined j JOIN cases_case c ON c.id = j.case_id
$$;
REVOKE ALL ON FUNCTION transfer_joined(bigint, text, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION transfer_joined(bigint, text, bigint) TO tongban_web;
"""  # noqa: S608 - the conditions are ours


class Migration(migrations.Migration):
    """Let employers join."""

    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("transfers", "0002_guard"),
        ("enrolment", "0003_moved"),
    ]
    operations: ClassVar[list[Operation]] = [
        migrations.RunSQL(
            JOINING, "DROP FUNCTION transfer_joined(bigint, text, bigint)"
        ),
    ]
