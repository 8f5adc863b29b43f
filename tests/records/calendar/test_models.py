"""The database keeps loaded notices as they came in."""

import pytest
from django.db import Error, IntegrityError, connection, transaction

from tongban.records.calendar.models import CalendarNotice

pytestmark = pytest.mark.django_db

LOADED_AT = "2026-11-05T09:00:00+08:00"


def make_notice(year: int = 2027) -> CalendarNotice:
    return CalendarNotice.objects.create(
        year=year,
        number="国办发明电〔2026〕1号",
        days={"off": {}, "worked": {}},
        text="",
        loaded_at=LOADED_AT,
    )


def test_a_notice_names_its_number_and_year():
    assert str(make_notice()) == "国办发明电〔2026〕1号 (2027)"


@pytest.mark.parametrize("year", [1999, 2101])
def test_a_year_no_notice_can_rule_is_refused(year):
    with pytest.raises(IntegrityError, match="calendar_notice_year"):
        make_notice(year)


def test_a_loaded_notice_is_never_changed_or_removed():
    make_notice()
    for statement in (
        "UPDATE calendar_calendarnotice SET number = 'x'",
        "DELETE FROM calendar_calendarnotice",
    ):
        with (
            pytest.raises(Error, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
