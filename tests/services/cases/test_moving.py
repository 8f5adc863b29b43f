"""Hundreds of cases are looked at in a handful of questions to the database."""

import pytest
from tests.services.cases.stage import at, envelope, submitted
from tests.services.cases.test_deadlines import next_year

from tongban.records.cases.models import Case, CaseEvent
from tongban.records.notices.models import Message
from tongban.services.calendar.queries import work_calendar
from tongban.services.cases.deadlines import reproject
from tongban.services.cases.intake import accept_case
from tongban.services.cases.moving import planned_moves

COPIES = 300
NOW = at("2026-12-29")


def many_cases() -> None:
    """One accepted case, and copies of its row and events under other numbers."""
    number = submitted("2026-12-28").number
    accept_case(envelope("clerk1", "2026-12-28"), number=number)
    one = Case.objects.get(number=number)
    events = list(one.events.order_by("seq"))
    for place in range(COPIES):
        copy = Case.objects.get(pk=one.pk)
        copy.pk, copy.number = None, f"{number[:-4]}{place + 5000}"
        copy.duplicate_key = f"copy-{place}"
        copy.save(force_insert=True)
        rows = CaseEvent.objects.filter(pk__in=[event.pk for event in events])
        for row in rows:
            row.pk, row.case = None, copy
        CaseEvent.objects.bulk_create(rows)


@pytest.mark.clause("CN39-十二")
def test_hundreds_of_cases_are_looked_at_at_once_and_each_person_is_told(
    django_assert_max_num_queries,
):
    many_cases()
    calendar = work_calendar().with_notice(next_year())
    with django_assert_max_num_queries(10):
        moves = planned_moves(calendar, now=NOW)
    assert len(moves) == COPIES + 1
    assert {one.item_name for one in moves} == {"住院费用报销"}
    assert all(one.now > one.before for one in moves)
    assert reproject(calendar, now=NOW, why="公布") == COPIES + 1
    assert CaseEvent.objects.filter(kind="due_moved").count() == COPIES + 1
    assert Message.objects.filter(template="case.due_moved").count() == COPIES + 1
    assert planned_moves(calendar, now=NOW) == ()
