"""The calendar in force, and a due day with its explanation."""

from datetime import date, timedelta

import pytest
from tests.core.calendar.published import CALENDAR, ON_THE_SPOT, RULES, day, within

from tongban.core.calendar.workdays import YearUnknown
from tongban.core.cases.clock import read_clock
from tongban.core.cases.clock_reading import Course
from tongban.core.cases.pauses import Pause
from tongban.services.calendar.queries import (
    WorkingDaysOutOfRange,
    clock_payload,
    clock_rules,
    explain,
    work_calendar,
)

pytestmark = pytest.mark.django_db


@pytest.mark.clause("SD20-2", "SD28-10")
def test_a_due_day_comes_with_the_lines_that_explain_it():
    payload = clock_payload(accepted=day("2023-09-22"), working_days=15)
    assert (payload["due_on"], payload["provisional"]) == ("2023-10-19", False)
    assert [(line["day"], line["text"]) for line in payload["explanation"]] == [
        ("2023-09-22", "2023年9月22日（星期五）受理。当日不计，从次日起算。"),
        ("2023-09-23", "2023年9月23日至24日，周末，不计入。"),
        ("2023-09-29", "2023年9月29日至10月6日，中秋节、国庆节，不计入。"),
        ("2023-10-07", "2023年10月7日至8日，因中秋节、国庆节调休上班，计入。"),
        ("2023-10-14", "2023年10月14日至15日，周末，不计入。"),
        ("2023-10-19", "最迟2023年10月19日（星期四）办结，共15个工作日。"),
    ]
    assert payload["explanation"][2]["kind"] == "day_off"
    assert payload["explanation"][2]["last"] == "2023-10-06"


def test_no_working_day_means_on_the_spot():
    payload = clock_payload(accepted=day("2023-10-01"), working_days=0)
    assert payload["due_on"] == "2023-10-01"
    assert [line["kind"] for line in payload["explanation"]] == [
        "start_instant",
        "result_instant",
    ]


def test_a_year_without_a_notice_is_said_to_be_provisional():
    payload = clock_payload(accepted=day("2026-12-31"), working_days=1)
    assert payload["provisional"]
    assert payload["explanation"][-1]["text"].startswith("2027年放假安排尚未公布")
    assert payload["explanation"][1]["text"] == "2027年1月1日（星期五），元旦，不计入。"


@pytest.mark.parametrize("working_days", [-1, 401])
def test_a_number_of_days_out_of_range_is_refused(working_days):
    with pytest.raises(WorkingDaysOutOfRange) as refused:
        clock_payload(accepted=day("2023-09-22"), working_days=working_days)
    assert refused.value.data == {"least": 0, "most": 400}


def test_the_largest_number_of_days_is_computed():
    payload = clock_payload(accepted=day("2023-09-22"), working_days=400)
    due_on = date.fromisoformat(payload["due_on"])
    assert CALENDAR.workdays_between(day("2023-09-22"), due_on) == 400


def test_a_day_before_every_known_year_is_refused():
    with pytest.raises(YearUnknown):
        clock_payload(accepted=day("2019-09-22"), working_days=5)


def test_the_calendar_is_built_once_and_costs_one_look(django_assert_num_queries):
    first = work_calendar()
    with django_assert_num_queries(1):
        again = work_calendar()
    assert again is first


def test_the_figures_of_a_day_and_the_newest_ones_are_served():
    assert clock_rules(day("2023-09-01")) == RULES
    assert clock_rules() == RULES


def test_pauses_layers_and_extension_are_told_in_chinese():
    course = Course(
        day("2023-09-11"),
        (within(10), ON_THE_SPOT),
        (
            Pause(day("2023-09-11"), day("2023-09-13"), "notice"),
            Pause(day("2023-09-20"), None, "a_reason_nobody_wrote_down"),
        ),
        extension_days=5,
    )
    reading = read_clock(
        course, calendar=CALENDAR, rules=RULES, today=day("2023-09-21")
    )
    assert explain(reading) == (
        "2023年9月11日（星期一）受理，即时办结。",
        "2023年9月12日至13日暂停计时（一次性告知，等待补正），其中2个工作日不计入。",
        "自2023年9月21日（星期四）起暂停计时（其他事由），至今1个工作日不计入，尚未恢复。",
        "各次暂停合并计算，重叠的日子只计一次，共3个工作日不计入。",
        "经批准延长5个工作日。",
        "省规定时限：15个工作日，最迟2023年10月11日（星期三），仅作对照。",
        "省规定时限：即时办结，2023年9月13日（星期三）当日，按此执行。",
        "应在2023年9月13日（星期三）当日办结。",
    )


@pytest.mark.parametrize("offset", range(0, 60, 7))
def test_every_explanation_can_be_said(offset):
    payload = clock_payload(
        accepted=day("2026-12-01") + timedelta(days=offset), working_days=30
    )
    assert all(
        line["text"] and "{" not in line["text"] for line in payload["explanation"]
    )
