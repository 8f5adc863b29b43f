"""Lists, pages and progress: complete, in order, masked, within reach."""

from datetime import date

import pytest
from tests.services.cases.stage import (
    PAPERS,
    Application,
    actor,
    envelope,
    inpatient_form,
    submitted,
)
from tests.services.cases.test_instant import party_of

from tongban.core.refusals import Refusal
from tongban.records.cases.models import Case
from tongban.services.cases.guard import NotYours
from tongban.services.cases.intake import accept_case, submit_case, withdraw_case
from tongban.services.cases.notices import (
    NewNotice,
    add_materials,
    answer_notice,
    send_notice,
)
from tongban.services.cases.queries.lists import (
    CursorUnknown,
    Filter,
    FilterUnknown,
    Order,
    Shelf,
    filter_of,
    my_cases,
    neighbours,
    open_cases_of,
    shelf_counts,
    work_list,
)
from tongban.services.cases.queries.page import case_page
from tongban.services.cases.queries.public import (
    WRONG_CODES_MAX,
    ProgressLocked,
    ProgressUnknown,
    open_figures,
    progress,
)
from tongban.services.cases.queries.supervision import colleagues
from tongban.services.desk.supervision import Watch, alert_groups
from tongban.services.notices.queries import count_unread, my_messages

TODAY = date(2023, 9, 12)


def many(count: int) -> list[str]:
    numbers = []
    for place in range(count):
        form = inpatient_form(admission_number=f"A{place}")
        receipt = submit_case(
            envelope("clerk1", "2023-09-11"), Application(form=form).new()
        )
        numbers.append(receipt.number)
        if place % 2:
            accept_case(envelope("clerk1", "2023-09-11"), number=receipt.number)
    return numbers


@pytest.mark.parametrize("order", list(Order))
def test_the_pages_of_a_list_hold_every_case_once(order):
    numbers = many(7)
    seen, cursor = [], ""
    while True:
        page = work_list(
            actor("reviewer1"),
            Filter(order=order),
            today=TODAY,
            cursor=cursor,
            rows=3,
        )
        seen += [row.number for row in page.rows]
        cursor = page.next
        if not cursor:
            break
    assert sorted(seen) == sorted(numbers)
    assert len(set(seen)) == 7


def test_a_list_is_sorted_by_due_day_with_the_undated_last():
    many(4)
    rows = work_list(actor("reviewer1"), Filter(), today=TODAY).rows
    assert [row.due_on is None for row in rows] == [False, False, True, True]


def test_previous_and_next_follow_the_list():
    many(5)
    rows = work_list(actor("reviewer1"), Filter(), today=TODAY).rows
    numbers = [row.number for row in rows]
    for place, number in enumerate(numbers):
        before = numbers[place - 1] if place else ""
        after = numbers[place + 1] if place + 1 < len(numbers) else ""
        found = neighbours(actor("reviewer1"), Filter(), number=number, today=TODAY)
        assert found == (before, after)


def test_the_trays_split_the_work():
    numbers = many(4)
    withdraw_case(envelope("zhaolei"), number=numbers[0], words="")
    send_notice(
        envelope("reviewer1", "2023-09-12"),
        number=numbers[1],
        notice=NewNotice((), ("accident",)),
    )
    counts = shelf_counts(actor("reviewer1"), today=TODAY)
    assert counts[Shelf.TO_ACCEPT] == 1
    assert counts[Shelf.TO_HANDLE] == 1
    assert counts[Shelf.WAITING] == 1
    assert counts[Shelf.OVERDUE] == 0
    closed = work_list(actor("reviewer1"), Filter(shelf=Shelf.CLOSED), today=TODAY)
    assert [row.number for row in closed.rows] == [numbers[0]]
    late = work_list(
        actor("reviewer1"), Filter(shelf=Shelf.OVERDUE), today=date(2023, 10, 20)
    )
    assert [row.light.light for row in late.rows] == ["red"]
    assert "已超期" in late.rows[0].light.words


def test_lists_mask_the_applicant():
    submitted()
    (row,) = work_list(actor("reviewer1"), Filter(), today=TODAY).rows
    assert row.applicant == "赵*"


def test_an_office_sees_its_own_cases_and_those_below():
    submitted(region="370702")
    assert work_list(actor("reviewer1"), Filter(), today=TODAY).rows
    assert not work_list(actor("kuiwen-reviewer"), Filter(), today=TODAY).rows


@pytest.mark.parametrize("values", [{"shelf": "x"}, {"step": "x"}, {"order": "x"}])
def test_unknown_filters_are_refused(values):
    with pytest.raises(FilterUnknown):
        filter_of(values)


@pytest.mark.parametrize("cursor", ["x", "WzEsMl0=", "bnVsbA=="])
def test_a_broken_cursor_is_refused(cursor):
    with pytest.raises(CursorUnknown):
        work_list(actor("reviewer1"), Filter(), today=TODAY, cursor=cursor)


def test_a_cursor_of_one_order_is_no_place_in_another():
    many(3)
    page = work_list(
        actor("reviewer1"), Filter(order=Order.RECEIVED), today=TODAY, rows=1
    )
    with pytest.raises(CursorUnknown):
        work_list(actor("reviewer1"), Filter(), today=TODAY, cursor=page.next)


@pytest.mark.clause("SD28-指南一5.2")
def test_a_person_follows_their_case_in_plain_stages():
    number = submitted().number
    own = actor("zhaolei")
    assert case_page(own, number, today=TODAY).stage == "received"
    accept_case(envelope("clerk1", "2023-09-12"), number=number)
    page = case_page(own, number, today=TODAY)
    assert (page.stage, page.due_on) == ("accepted", date(2023, 9, 26))
    assert page.acts == {"withdraw"}
    assert any("9月26日" in line for line in page.why)
    assert [line.number for line in my_cases(own, today=TODAY).rows] == [number]
    assert open_cases_of(party_of("zhaolei"), today=TODAY)


def test_a_person_sees_what_is_lacking_and_how_to_cure_it():
    number = submitted().number
    send_notice(
        envelope("clerk1", "2023-09-12"),
        number=number,
        notice=NewNotice((), ("accident",)),
    )
    page = case_page(actor("zhaolei"), number, today=TODAY)
    by_name = {lack.name: lack for lack in page.lacks}
    assert by_name["第三方赔付材料"].pledge_allowed
    assert by_name["第三方赔付材料"].pledge_text.startswith("本人承诺")
    assert by_name["受伤日期"].is_field
    assert {"supplement", "withdraw"} == page.acts


def test_sensitive_fields_are_masked_for_staff_until_revealed():
    number = submitted().number
    shown = {f.name: f for f in case_page(actor("clerk1"), number, today=TODAY).fields}
    assert shown["insured_id_number"].shown.startswith("9900")
    assert "*" in shown["insured_id_number"].shown
    assert "*" in shown["account_number"].shown
    revealed = case_page(actor("clerk1"), number, today=TODAY, reveal=True)
    assert {f.name: f.shown for f in revealed.fields}["account_number"][0] == "6"
    assert not any(f.masked for f in revealed.fields)


def test_staff_are_offered_only_what_they_may_do_now():
    number = submitted().number
    assert "accept" in case_page(actor("clerk1"), number, today=TODAY).acts
    assert "accept" not in case_page(actor("reviewer1"), number, today=TODAY).acts
    accept_case(envelope("clerk1"), number=number)
    assert "review" in case_page(actor("reviewer1"), number, today=TODAY).acts
    assert "review" not in case_page(actor("clerk1"), number, today=TODAY).acts
    withdraw_case(envelope("zhaolei"), number=number, words="")
    assert case_page(actor("clerk1"), number, today=TODAY).acts == frozenset()


@pytest.mark.parametrize("login", ["limin", "kuiwen-reviewer"])
def test_a_case_out_of_reach_is_not_shown(login):
    number = submitted().number
    with pytest.raises((NotYours, Refusal)):
        case_page(actor(login), number, today=TODAY)


@pytest.mark.clause("SD28-指南一5.2")
def test_number_and_code_give_progress_without_a_name():
    receipt = submitted()
    found = progress(receipt.number, receipt.query_code, today=TODAY)
    assert (found.stage, found.item_name) == ("received", "住院费用报销")
    assert "赵" not in repr(found)
    wrong = f"{(int(receipt.query_code) + 1) % 10**6:06d}"
    with pytest.raises(ProgressUnknown):
        progress(receipt.number, wrong, today=TODAY)


def test_a_code_cannot_be_found_by_trying():
    receipt = submitted()
    wrong = f"{(int(receipt.query_code) + 1) % 10**6:06d}"
    for _ in range(WRONG_CODES_MAX):
        with pytest.raises(ProgressUnknown):
            progress(receipt.number, wrong, today=TODAY)
    with pytest.raises(ProgressLocked):
        progress(receipt.number, receipt.query_code, today=TODAY)
    assert progress(receipt.number, receipt.query_code, today=date(2023, 9, 13))


def test_open_figures_count_what_came_and_what_was_closed_in_time():
    numbers = many(3)
    withdraw_case(envelope("zhaolei"), number=numbers[0], words="")
    figures = open_figures(
        region="370700", first=date(2023, 9, 11), last=date(2023, 9, 11)
    )
    assert (figures.received, figures.closed) == (3, 0)
    none = open_figures(
        region="440000", first=date(2023, 9, 11), last=date(2023, 9, 11)
    )
    assert none.received == 0


def test_messages_reach_the_party_and_nobody_else():
    submitted()
    assert count_unread(actor("zhaolei")) == 1
    assert "已收到" in my_messages(actor("zhaolei"))[0].text
    assert my_messages(actor("limin")) == ()


def test_a_supervisor_sees_no_alert_without_cause_and_knows_the_colleagues():
    number = submitted().number
    found = alert_groups(actor("supervisor"), Watch(), kind="", settled=False)
    assert found.rows == ()
    path = Case.objects.get(number=number).office_path
    names = [name for _, name in colleagues(actor("clerk1"), office_path=path)]
    assert names


def test_rows_of_a_form_name_their_columns_in_order():
    number = submitted().number
    page = case_page(actor("zhaolei"), number, today=TODAY)
    shown = {line.name: line.shown for line in page.fields}
    assert shown["invoice_numbers"] == "票据号码：1234567890，票据金额：12000.00"
    assert shown["unsettled_reason"] == "未办理异地就医备案"
    assert shown["hospital_region"].endswith("济南市")


def test_a_notice_answered_before_acceptance_promises_no_day():
    number = submitted(papers=(), incomplete=True).number
    send_notice(envelope("clerk1"), number=number, notice=NewNotice(()))
    add_materials(envelope("clerk1"), number=number, files={}, papers=PAPERS)
    answer_notice(envelope("zhaolei"), number=number)
    assert my_messages(actor("zhaolei"))[0].text.endswith("等待窗口受理。")
