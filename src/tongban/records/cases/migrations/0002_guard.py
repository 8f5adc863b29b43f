"""Numbers, append-only events, rows by office and party, and open figures."""

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation

from tongban.records.cases.row_conditions import (
    CASE,
    COMMAND,
    DRAFT,
    IN_PARTY_OR_STAFF,
    MANDATE,
    PARTY,
    of_case,
)
from tongban.records.security.operations import AppendOnly, EnableRowSecurity

NUMBERS = """
CREATE SEQUENCE case_number;
GRANT USAGE ON SEQUENCE case_number TO tongban_web;
"""

FIGURES = """
CREATE FUNCTION case_figures(prefix text, first date, until date)
RETURNS TABLE (received bigint, closed bigint, on_time bigint, instant bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT
        (SELECT count(*) FROM cases_case
          WHERE region LIKE prefix || '%'
            AND received_at >= first::timestamp AT TIME ZONE 'Asia/Shanghai'
            AND received_at < until::timestamp AT TIME ZONE 'Asia/Shanghai'),
        count(*),
        count(*) FILTER (WHERE due_on IS NOT NULL AND
            (closed_at AT TIME ZONE 'Asia/Shanghai')::date <= due_on),
        count(*) FILTER (WHERE cases_case.instant)
    FROM cases_case
    WHERE region LIKE prefix || '%'
      AND outcome IN ('granted', 'rejected', 'refused')
      AND closed_at >= first::timestamp AT TIME ZONE 'Asia/Shanghai'
      AND closed_at < until::timestamp AT TIME ZONE 'Asia/Shanghai'
$$;
GRANT EXECUTE ON FUNCTION case_figures(text, date, date) TO tongban_web;
"""

HANGING = (
    "cases_caseevent",
    "cases_caseform",
    "cases_casefile",
    "cases_pledge",
    "cases_recovery",
    "cases_opinionrequest",
    "cases_alert",
)


class Migration(migrations.Migration):
    """Guard the cases."""

    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("cases", "0001_initial"),
        ("parties", "0002_row_security"),
        ("security", "0001_web_role"),
    ]
    operations: ClassVar[list[Operation]] = [
        migrations.RunSQL(NUMBERS, "DROP SEQUENCE case_number"),
        migrations.RunSQL(FIGURES, "DROP FUNCTION case_figures(text, date, date)"),
        AppendOnly("cases_caseevent"),
        AppendOnly("cases_caseform"),
        AppendOnly("cases_casefile"),
        EnableRowSecurity("cases_case", CASE),
        *(EnableRowSecurity(table, of_case(table)) for table in HANGING),
        EnableRowSecurity("cases_draft", DRAFT),
        EnableRowSecurity("cases_mandate", MANDATE),
        EnableRowSecurity("cases_pledgebar", IN_PARTY_OR_STAFF),
        EnableRowSecurity("cases_command", COMMAND),
        EnableRowSecurity("parties_party", PARTY),
    ]
