"""How often each item was asked for in a region: counts only, for everybody."""

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation

COUNTS = """
CREATE FUNCTION case_item_counts(prefix text, first date, until date)
RETURNS TABLE (item text, received bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT cases_case.item, count(*)
    FROM cases_case
    WHERE region LIKE prefix || '%'
      AND received_at >= first::timestamp AT TIME ZONE 'Asia/Shanghai'
      AND received_at < until::timestamp AT TIME ZONE 'Asia/Shanghai'
    GROUP BY cases_case.item
$$;
GRANT EXECUTE ON FUNCTION case_item_counts(text, date, date) TO tongban_web;
"""


class Migration(migrations.Migration):
    """Count the items."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("cases", "0004_by_receipt")]
    operations: ClassVar[list[Operation]] = [
        migrations.RunSQL(COUNTS, "DROP FUNCTION case_item_counts(text, date, date)"),
    ]
