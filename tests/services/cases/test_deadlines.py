"""Rungs that fire once, calendars that move cases, and the journal of each move."""

from datetime import date

import pytest
from tests.services.cases.stage import at, envelope, submitted

from tongban.core.calendar.years import YearDays
from tongban.records.cases.models import Alert, Case, CaseEvent, OpinionRequest
from tongban.services.calendar.queries import work_calendar
from tongban.services.cases.deadlines import (
    fire_rungs,
    note_late_opinions,
    refresh_stopped,
    reproject,
)
from tongban.services.cases.intake import accept_case
from tongban.services.cases.moving import planned_moves
from tongban.services.cases.notices import NewNotice, send_notice
from tongban.services.cases.teamwork import ask_opinion, give_opinion
from tongban.services.cases.verify import verify_cases


def accepted(day: str = "2023-09-11") -> str:
    number = submitted(day).number
    accept_case(envelope("clerk1", day), number=number)
    return number


def rungs() -> list[str]:
    fired = CaseEvent.objects.filter(kind="rung_fired").order_by("seq")
    return [event.data["rung"] for event in fired]


@pytest.mark.clause("CN39-十二")
def test_each_rung_fires_once_on_its_own_day():
    accepted()  # ten working days, due 2023-09-25
    for day, so_far in [
        ("2023-09-15", []),
        ("2023-09-18", ["half"]),
        ("2023-09-21", ["half", "warn"]),
        ("2023-09-25", ["half", "warn", "due"]),
        ("2023-09-26", ["half", "warn", "due", "overdue"]),
        ("2023-09-27", ["half", "warn", "due", "overdue"]),
    ]:
        fire_rungs(at(day))
        fire_rungs(at(day, 15))
        assert rungs() == so_far, day
    assert Alert.objects.filter(kind="rung").count() == 4


def test_after_a_stop_of_days_every_passed_rung_fires_once():
    accepted()
    assert fire_rungs(at("2023-10-20")) == 4
    assert fire_rungs(at("2023-10-21")) == 0


def test_a_waiting_case_raises_no_rung():
    number = accepted()
    send_notice(
        envelope("reviewer1", "2023-09-13"),
        number=number,
        notice=NewNotice((), ("accident",)),
    )
    assert fire_rungs(at("2023-10-20")) == 0


def test_a_late_opinion_is_noted_once_and_an_answered_one_never():
    number = accepted()
    for question in ("属于意外吗？", "发票有效吗？"):
        ask_opinion(
            envelope("reviewer1", "2023-09-12"),
            number=number,
            desk="finance",
            question=question,
            days=2,
        )
    answered = OpinionRequest.objects.order_by("pk").first()
    give_opinion(
        envelope("finance1", "2023-09-13"),
        number=number,
        opinion=answered.code,
        words="属于",
    )
    assert note_late_opinions(at("2023-09-14")) == 0
    assert note_late_opinions(at("2023-09-15")) == 1
    assert note_late_opinions(at("2023-09-16")) == 0


def next_year() -> YearDays:
    """Return an invented notice for 2027 that adds one day off in January."""
    provisional = next(each for each in work_calendar().years if each.year == 2027)
    return YearDays(
        year=2027,
        provisional=False,
        source="测试通知",
        off={**provisional.off, date(2027, 1, 4): "元旦"},
        worked={},
    )


@pytest.mark.clause("CN39-十二")
def test_a_published_year_moves_open_cases_with_a_journal_entry_each():
    number = accepted("2026-12-28")
    before = Case.objects.get(number=number)
    assert before.provisional
    calendar = work_calendar().with_notice(next_year())
    assert len(planned_moves(calendar, now=at("2026-12-29"))) == 1
    assert Case.objects.get(number=number).due_on == before.due_on
    moved = reproject(calendar, now=at("2026-12-29"), why="2027年放假安排公布")
    after = Case.objects.get(number=number)
    assert (moved, after.provisional) == (1, False)
    assert after.due_on > before.due_on
    entry = CaseEvent.objects.get(kind="due_moved").data
    assert entry["before"] == before.due_on.isoformat()
    assert entry["now"] == after.due_on.isoformat()
    assert reproject(calendar, now=at("2026-12-29"), why="again") == 0


def test_a_stopped_case_is_projected_again_every_night():
    number = accepted()
    send_notice(
        envelope("reviewer1", "2023-09-13"),
        number=number,
        notice=NewNotice((), ("accident",)),
    )
    then = Case.objects.get(number=number).due_on
    assert refresh_stopped(at("2023-09-20")) == 0
    assert refresh_stopped(at("2023-10-20")) == 1
    assert Case.objects.get(number=number).due_on > then


@pytest.mark.clause("PT25-4")
def test_the_verifier_finds_a_column_that_was_changed_by_hand():
    number = accepted()
    assert list(verify_cases(now=at("2023-09-12"))) == []
    Case.objects.filter(number=number).update(due_on=date(2023, 12, 31), version=7)
    found = {fault.what for fault in verify_cases(now=at("2023-09-12"))}
    assert "column due_on disagrees" in found
    assert "events were added or cut off" in found
