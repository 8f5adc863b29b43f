"""Calling and serving at windows, one after another and at the same moment."""

from dataclasses import replace

import pytest
from tests.services.cases.stage import Application, envelope
from tests.services.queues.hall import (
    OFFICE,
    at,
    call,
    consultation,
    done,
    party_of,
    seated,
    set_up,
    visitor,
    window,
)

from tongban.core.access.rights import NotAllowed
from tongban.core.queue.calling import CallLocked, NobodyWaits
from tongban.core.queue.tickets import Ending, EndingNotChosen, TicketState
from tongban.records.accounts.models import Account
from tongban.records.cases.models import Case
from tongban.records.queues.models import QueueEvent, Ticket
from tongban.services.cases.intake import submit_case
from tongban.services.queues.calling import (
    Target,
    call_next,
    finish,
    forward,
    note_rating,
    recall,
    skip,
)
from tongban.services.queues.queries import board
from tongban.services.queues.refusals import (
    CaseNotOfVisitor,
    ForwardNowhere,
    LastUnrated,
    NotYourWindow,
    ReasonUnknown,
    TicketChanged,
    TicketStillOpen,
    WindowPaused,
    WindowTaken,
)
from tongban.services.queues.tickets import NewTicket, take_ticket
from tongban.services.queues.windows import (
    close_window,
    open_window,
    pause_window,
    resume_window,
)


@pytest.fixture
def windows() -> list[int]:
    """Two windows; clerk1 sits at the first."""
    found = set_up((), ())
    seated("clerk1", found[0])
    return found


def test_a_call_shows_on_the_board(windows):
    consultation()
    called = call("clerk1", 1)
    assert (called.number, called.window) == ("Z001", 1)
    shown = board(OFFICE, today=called.day)
    assert [(line.number, line.window) for line in shown.called] == [("Z001", 1)]
    assert shown.state.waiting == 0


def test_nobody_waits(windows):
    with pytest.raises(NobodyWaits):
        call("clerk1", 1)


def test_the_call_stays_locked_for_ten_seconds(windows):
    consultation()
    consultation()
    done("clerk1", call("clerk1", 1), 1)
    with pytest.raises(CallLocked) as refused:
        call_next(at("clerk1", 1, second=9), unrated_is_fine=True)
    assert refused.value.data["seconds"] == 1
    found = call_next(at("clerk1", 1, second=10), unrated_is_fine=True)
    assert found.number == "Z002"


def test_a_visitor_is_finished_before_the_next_is_called(windows):
    consultation()
    consultation()
    call("clerk1", 1)
    with pytest.raises(TicketStillOpen) as refused:
        call("clerk1", 2)
    assert refused.value.data["number"] == "Z001"


def test_calling_on_while_the_last_is_unrated_asks_first(windows):
    consultation()
    consultation()
    first = done("clerk1", call("clerk1", 1), 2)
    with pytest.raises(LastUnrated):
        call_next(at("clerk1", 3))
    note_rating(at("clerk1", 3), ticket_id=first.id)
    assert call_next(at("clerk1", 3)).number == "Z002"


@pytest.mark.parametrize("ending", [Ending.MISTAKEN])
def test_who_was_not_served_is_not_asked_to_rate(windows, ending):
    consultation()
    consultation()
    done("clerk1", call("clerk1", 1), 2, ending)
    assert call_next(at("clerk1", 3)).number == "Z002"


def test_a_recall_moves_the_number_to_the_top_again(windows):
    consultation()
    first = call("clerk1", 1)
    again = recall(at("clerk1", 2), ticket_id=first.id)
    assert again.called_at > first.called_at
    row = Ticket.objects.get()
    assert row.first_called_at == first.called_at


def test_a_skipped_visitor_comes_back_after_three_calls_and_lapses_at_last(windows):
    tickets = [consultation(n) for n in range(5)]
    skipped = call("clerk1", 10)
    skip(at("clerk1", 10), ticket_id=skipped.id, reason="absent")
    order = []
    for minute in range(11, 15):
        called = call("clerk1", minute)
        order.append(called.number)
        if called.id == skipped.id:
            gone = skip(at("clerk1", minute), ticket_id=called.id, reason="absent")
            assert (gone.state, gone.ending_word) == (TicketState.CLOSED, "过号")
        else:
            done("clerk1", called, minute)
    assert order == ["Z002", "Z003", "Z004", "Z001"]
    assert len(tickets) == 5


def test_a_skip_names_a_reason_of_the_list(windows):
    consultation()
    called = call("clerk1", 1)
    with pytest.raises(ReasonUnknown):
        skip(at("clerk1", 1), ticket_id=called.id, reason="不喜欢")
    skip(at("clerk1", 1), ticket_id=called.id, reason="papers")
    assert QueueEvent.objects.get(what="skip").words == "材料不齐，先去准备"


def test_a_forwarded_visitor_goes_first_at_the_other_window(windows):
    for minute in range(3):
        consultation(minute)
    called = call("clerk1", 5)
    forward(at("clerk1", 5), ticket_id=called.id, target=Target(window_id=windows[1]))
    row = Ticket.objects.get(pk=called.id)
    assert (row.state, row.for_window_id) == ("waiting", windows[1])
    assert QueueEvent.objects.get(what="forward").window_id == windows[0]
    assert call("clerk1", 6).number == "Z002"


def test_a_visitor_is_forwarded_to_a_colleague_of_the_hall_only(windows):
    consultation()
    called = call("clerk1", 1)
    stranger = Account.objects.get(login_name="kuiwen-clerk").pk
    for target in (Target(), Target(window_id=windows[0]), Target(account_id=stranger)):
        with pytest.raises(ForwardNowhere):
            forward(at("clerk1", 1), ticket_id=called.id, target=target)
    colleague = Account.objects.get(login_name="reviewer1").pk
    sent = forward(
        at("clerk1", 1), ticket_id=called.id, target=Target(account_id=colleague)
    )
    assert sent.state is TicketState.WAITING


def test_a_visit_that_made_a_case_is_linked_to_it(windows):
    new = NewTicket(
        via="kiosk",
        item="inpatient-reimbursement",
        audience="resident",
        party_id=party_of("zhaolei"),
    )
    take_ticket(visitor(), OFFICE, new)
    called = call("clerk1", 1)
    number = submit_case(envelope("clerk1"), Application().new()).number
    closed = finish(
        at("clerk1", 9),
        ticket_id=called.id,
        ending=Ending.ACCEPTED,
        case_number=number,
    )
    assert (closed.case_number, closed.ending_word) == (number, "已受理")
    assert Case.objects.get(number=number).tickets.get().pk == called.id


def test_somebody_elses_case_is_not_linked(windows):
    new = NewTicket(
        via="kiosk",
        item="temporary-travel-filing",
        audience="employee",
        party_id=party_of("limin"),
    )
    take_ticket(visitor(), OFFICE, new)
    called = call("clerk1", 1)
    number = submit_case(envelope("clerk1"), Application().new()).number
    for wrong in (number, "nonsense"):
        with pytest.raises(CaseNotOfVisitor):
            finish(
                at("clerk1", 9),
                ticket_id=called.id,
                ending=Ending.ACCEPTED,
                case_number=wrong,
            )


def test_a_clerk_cannot_claim_that_the_visitor_left(windows):
    consultation()
    called = call("clerk1", 1)
    with pytest.raises(EndingNotChosen):
        done("clerk1", called, 2, Ending.LEFT)


def test_an_old_page_does_not_end_a_visit(windows):
    consultation()
    called = call("clerk1", 1)
    recall(at("clerk1", 2), ticket_id=called.id)
    stale = replace(at("clerk1", 3), version=called.version)
    with pytest.raises(TicketChanged):
        finish(stale, ticket_id=called.id, ending=Ending.OTHER)


def test_the_same_request_ends_a_visit_once(windows):
    consultation()
    called = call("clerk1", 1)
    sent = at("clerk1", 2, key="end")
    finish(sent, ticket_id=called.id, ending=Ending.OTHER)
    assert finish(sent, ticket_id=called.id, ending=Ending.OTHER).repeated


def test_nobody_serves_at_another_ones_window(windows):
    consultation()
    called = call("clerk1", 1)
    with pytest.raises((NotYourWindow, NotAllowed)):
        done("kuiwen-clerk", called, 2)
    with pytest.raises(NotAllowed):
        done("finance1", called, 2)


def test_who_sits_nowhere_calls_nobody(windows):
    close_window(at("clerk1"))
    with pytest.raises(NotYourWindow):
        call("clerk1", 1)


def test_a_paused_window_calls_nobody_until_it_resumes(windows):
    consultation()
    pause_window(at("clerk1"), reason="break")
    assert board(OFFICE, today=at("clerk1").today).paused == (1,)
    with pytest.raises(WindowPaused):
        call("clerk1", 1)
    with pytest.raises(ReasonUnknown):
        pause_window(at("clerk1"), reason="bored")
    resume_window(at("clerk1"))
    assert call("clerk1", 1).number == "Z001"


def test_a_window_is_not_left_with_a_visitor_at_it(windows):
    consultation()
    call("clerk1", 1)
    with pytest.raises(TicketStillOpen):
        close_window(at("clerk1", 2))
    with pytest.raises(TicketStillOpen):
        open_window(at("clerk1", 2), window_id=windows[1])


def test_moving_to_another_window_leaves_the_first(windows):
    open_window(at("clerk1"), window_id=windows[1])
    assert window(windows[0]).state == "closed"
    assert window(windows[1]).account_id is not None


def test_a_window_is_one_persons(windows):
    with pytest.raises((WindowTaken, NotAllowed)):
        seated("kuiwen-clerk", windows[0])
    with pytest.raises(NotAllowed):
        seated("finance1", windows[1])
