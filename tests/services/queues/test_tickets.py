"""Taking tickets: series, identity, priority, and once only."""

import pytest
from tests.services.cases.stage import envelope
from tests.services.queues.hall import OFFICE, at, consultation, party_of, visitor

from tongban.core.queue.tickets import Priority, TicketNotNow, TicketState
from tongban.core.refusals import Refusal
from tongban.records.queues.models import QueueEvent, Ticket
from tongban.services.queues.queries import find_ticket, place_of
from tongban.services.queues.refusals import (
    IdentityNeeded,
    KindUnknown,
    OfficeUnknown,
    TicketUnknown,
)
from tongban.services.queues.tickets import NewTicket, leave_queue, take_ticket


def filing(login: str, minute: int = 0, **more: object):
    new = NewTicket(
        via="kiosk",
        item="temporary-travel-filing",
        audience="employee",
        party_id=party_of(login),
        **more,
    )
    return take_ticket(visitor(minute), OFFICE, new)


def test_each_kind_has_its_own_series_each_day():
    assert [consultation(n).number for n in range(2)] == ["Z001", "Z002"]
    assert filing("limin").number == "B001"
    tomorrow = envelope("clerk1", "2023-09-12", key="tomorrow")
    again = take_ticket(tomorrow, OFFICE, NewTicket(via="desk", kind="consult"))
    assert again.number == "Z001"


def test_the_series_of_two_offices_do_not_meet():
    consultation()
    other = take_ticket(visitor(), "370705", NewTicket(via="kiosk", kind="consult"))
    assert other.number == "Z001"


def test_a_ticket_names_its_office_and_day():
    assert consultation().serial == "370700-20230911-Z001"


def test_the_same_request_twice_is_one_ticket():
    first, again = consultation(key="same"), consultation(key="same")
    assert again.id == first.id
    assert again.repeated
    assert Ticket.objects.count() == QueueEvent.objects.count() == 1


def test_one_person_holds_one_ticket_of_a_kind():
    first, again = filing("limin"), filing("limin", 5)
    assert again.id == first.id
    assert Ticket.objects.count() == 1


def test_business_in_ones_own_name_asks_who_it_is():
    with pytest.raises(IdentityNeeded):
        take_ticket(visitor(), OFFICE, NewTicket(via="kiosk", kind="moving"))


def test_a_clerk_may_hand_a_ticket_to_somebody_without_papers():
    found = take_ticket(at("clerk1"), OFFICE, NewTicket(via="desk", kind="moving"))
    assert found.number == "B001"


@pytest.mark.parametrize("kind", ["", "dancing"])
def test_an_unknown_kind_is_refused(kind):
    with pytest.raises(KindUnknown):
        take_ticket(visitor(), OFFICE, NewTicket(via="kiosk", kind=kind))


def test_an_unknown_hall_is_refused():
    with pytest.raises(OfficeUnknown):
        take_ticket(visitor(), "999", NewTicket(via="kiosk", kind="consult"))


def test_a_person_of_seventy_goes_first_without_asking():
    assert filing("zhangguilan").priority_word == "老年人"
    assert filing("limin").priority_word == ""


def test_who_says_so_goes_first():
    assert filing("limin", claimed=Priority.DISABLED).priority_word == "残疾人"


def test_papers_ticked_as_brought_are_kept_once():
    found = filing("limin", materials=("b", "a", "b"))
    assert found.materials == ("a", "b")


def test_a_visitor_may_give_the_ticket_back_and_take_another():
    first = filing("limin")
    gone = leave_queue(visitor(1), OFFICE, first.id)
    assert gone.state is TicketState.CLOSED
    assert gone.ending_word == "办事人取消"
    assert leave_queue(visitor(2), OFFICE, first.id).repeated
    assert filing("limin", 3).number == "B002"


def test_a_ticket_of_another_hall_is_not_given_back_here():
    ticket = consultation()
    with pytest.raises(TicketUnknown):
        leave_queue(visitor(), "370705", ticket.id)


def test_how_many_are_ahead_and_about_how_long():
    consultation(0)
    consultation(1)
    last = consultation(2)
    place = place_of(OFFICE, last.id, today=last.day)
    assert (place.ahead, place.minutes) == (2, 20)


@pytest.mark.parametrize(
    "text",
    [
        "z001",
        " Z001 ",
        "370700-20230911-Z001",
        "https://x.cn/rate/visit/370700-20230911-Z001/",
    ],
)
def test_a_clerk_finds_a_ticket_by_number_or_scan(text):
    ticket = consultation()
    actor = at("clerk1").actor
    found = find_ticket(actor, text, today=ticket.day)
    assert found is not None
    assert found.id == ticket.id


def test_a_ticket_of_another_office_is_not_found():
    ticket = consultation()
    actor = at("kuiwen-clerk").actor
    assert find_ticket(actor, ticket.serial, today=ticket.day) is None


def test_a_number_that_does_not_exist_is_not_found():
    assert find_ticket(at("clerk1").actor, "A999", today=at("clerk1").today) is None


def test_a_closed_ticket_is_not_given_back():
    ticket = consultation()
    Ticket.objects.filter(pk=ticket.id).update(state="called")
    with pytest.raises(TicketNotNow) as refused:
        leave_queue(visitor(), OFFICE, ticket.id)
    assert isinstance(refused.value, Refusal)
