"""The page that explains a due day."""

import pytest
from django.test import Client
from tests.portals.citizen.visitors import words


@pytest.mark.clause("CN39-十二")
def test_the_due_day_over_the_golden_week_and_every_day_that_does_not_count():
    text = words(Client().get("/clock/?accepted=2023-09-22&working_days=15"))

    assert "2023年10月19日 星期四" in text
    assert "2023年9月29日至10月6日，中秋节、国庆节，不计入" in text
    assert "2023年10月7日至8日，因中秋节、国庆节调休上班，计入" in text
    assert "受理。当日不计" in text


def test_the_months_mark_acceptance_due_day_festival_and_exchange():
    page = Client().get("/clock/?accepted=2023-09-22&working_days=15").content.decode()

    assert '<td class="start">22<small>受理</small></td>' in page
    assert '<td class="due">19<small>办结</small></td>' in page
    assert '<td class="off">29<small>中秋节、国庆节</small></td>' in page
    assert "<td>7<small>班</small></td>" in page
    assert '<td class="off">14</td>' in page


def test_an_instant_item_is_due_on_the_day_itself():
    text = words(Client().get("/clock/?accepted=2023-09-22&working_days=0"))

    assert "2023年9月22日 星期五" in text


def test_a_year_without_a_notice_is_said_to_be_provisional():
    text = words(Client().get("/clock/?accepted=2027-12-20&working_days=3"))

    assert "先按法律规定的节日推算" in text


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("accepted=2023-02-30&working_days=5", "受理日期"),
        ("accepted=2023-02-03&working_days=401", "办理时限（工作日）"),
        ("accepted=2023-02-03&working_days=-1", "办理时限（工作日）"),
        ("accepted=&working_days=5", "受理日期"),
        ("accepted=1999-02-03&working_days=5", "1999"),
    ],
)
def test_what_cannot_be_computed_is_said_in_an_error_summary(query, says):
    answer = Client().get(f"/clock/?{query}")
    page = answer.content.decode()
    summary = page[page.index('class="error-summary"') :]

    assert answer.status_code == 200
    assert says in summary
    assert "最晚办结日" not in page


def test_the_empty_page_offers_today_and_the_rules():
    page = Client().get("/clock/").content.decode()

    assert 'value="2023-09-11"' in page
    assert "受理的当天不算" in page
