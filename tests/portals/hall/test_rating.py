"""From the ticket of a terminal to its rating: served, scanned, rated by code."""

import re

import pytest
from django.test import Client
from tests.portals.citizen.visitors import hidden, signed_in, words
from tests.services.queues.hall import (
    OFFICE,
    at,
    call,
    done,
    party_of,
    seated,
    visitor,
)

from tongban.core.queue.tickets import Ending
from tongban.records.queues.models import ServiceWindow, Ticket
from tongban.records.ratings.models import Rating
from tongban.services.queues.calling import LastUnrated, call_next
from tongban.services.queues.tickets import NewTicket, take_ticket
from tongban.services.timekeeping.operations import set_clock

KIOSK = f"/kiosk/{OFFICE}/"


def taken(kiosk) -> Ticket:
    kiosk.post(f"{KIOSK}take/", {"key": "one", "kind": "consult"})
    return Ticket.objects.get()


def served(row: Ticket, ending: Ending = Ending.CONSULTED) -> None:
    seated("clerk1", ServiceWindow.objects.get(number=1).pk)
    done("clerk1", call("clerk1", 1), 5, ending)
    row.refresh_from_db()
    set_clock(moment=at("clerk1", 6).now, set_by="tests")


def address_of(row: Ticket) -> str:
    return f"/rate/visit/{OFFICE}-{row.day:%Y%m%d}-{row.number}/"


def asked(client: Client, row: Ticket, code: str = "") -> Client:
    sent = {"office": OFFICE, "ticket": row.number, "ticket_code": code or row.code}
    return client.post(address_of(row), sent, follow=True)


@pytest.mark.clause("SD20-三(三)")
def test_a_visit_is_rated_by_the_code_of_its_ticket_and_frees_the_window(kiosk):
    row = taken(kiosk)
    printed = words(kiosk.get(f"{KIOSK}ticket/"))
    assert f"评价码 {row.code}" in printed
    client = Client()
    assert "还没有办结" in words(asked(client, row))
    served(row)
    page = client.get(address_of(row))
    assert f'value="{row.number}"' in page.content.decode()
    assert row.code not in page.content.decode()
    assert "没有找到今天的这个号" in words(asked(client, row, "000000x"))
    assert "您满意吗" in words(asked(client, row))
    form = client.get("/rate/service/?grade=satisfied")
    sent = {"key": hidden(form, "key"), "grade": "satisfied"}
    assert "谢谢您的评价" in words(client.post("/rate/service/", sent, follow=True))
    rating = Rating.objects.get()
    assert (rating.ticket_id, rating.window) == (row.pk, 1)
    take_ticket(visitor(7), OFFICE, NewTicket(via="kiosk", kind="consult"))
    assert call_next(at("clerk1", 8)).number == "Z002"


def test_without_a_rating_the_clerk_is_asked_before_calling_on(kiosk):
    served(taken(kiosk))
    take_ticket(visitor(7), OFFICE, NewTicket(via="kiosk", kind="consult"))
    with pytest.raises(LastUnrated):
        call_next(at("clerk1", 8))
    assert not Rating.objects.exists()


def test_tomorrow_the_ticket_rates_nothing_and_other_ways_are_shown(kiosk):
    row = taken(kiosk)
    served(row)
    set_clock(moment=at("clerk1", 60 * 24).now, set_by="tests")
    page = words(asked(Client(), row))
    assert "只收当天的评价" in page
    assert "投诉" in page
    assert "下一步" not in page


def test_who_was_not_served_does_not_rate(kiosk):
    row = taken(kiosk)
    served(row, Ending.MISTAKEN)
    assert "还没有办结" in words(asked(Client(), row))


@pytest.mark.parametrize("serial", ["A001", "370700-20231399-A001", "nowhere-1-A001"])
def test_a_serial_that_cannot_be_is_refused(serial):
    assert Client().get(f"/rate/visit/{serial}/").status_code in {404, 409}


def test_ones_own_ticket_is_rated_from_the_page_of_ones_code(kiosk):
    new = NewTicket(via="kiosk", kind="consult", party_id=party_of("zhaolei"))
    take_ticket(visitor(), OFFICE, new)
    client = signed_in("zhaolei")
    waiting = words(client.get("/my/code/"))
    assert "今天的号" in waiting
    assert "评价这次服务" not in waiting
    row = Ticket.objects.get()
    served(row)
    page = client.get("/my/code/").content.decode()
    names = re.findall(r'name="(office|ticket|ticket_code)" value="([^"]+)"', page)
    assert dict(names)["ticket_code"] == row.code
    assert "您满意吗" in words(client.post("/rate/code/", dict(names), follow=True))
    assert "今天的号" not in words(signed_in("limin").get("/my/code/"))
