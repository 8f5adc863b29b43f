"""Queues by API: counts for anybody, one's own ticket for who has signed in."""

import pytest
from tests.api.sending import NOBODY, caller, party_of, problem_of
from tests.portals.citizen.visitors import MONDAY
from tests.services.queues.hall import OFFICE, consultation, set_up

from tongban.records.queues.models import Ticket
from tongban.services.timekeeping.operations import set_clock

HALL = f"/queues/{OFFICE}"


def wanted(login: str = "limin", **more: object) -> dict[str, object]:
    body = {"item": "temporary-travel-filing", "audience": "employee"}
    return {"party_id": party_of(login), **body, **more}


def test_anybody_may_ask_how_many_wait():
    set_clock(moment=MONDAY, set_by="tests")
    set_up(())
    consultation()
    hall = NOBODY.get(HALL).json()
    assert hall["waiting"] == 1
    assert hall["windows_open"] == 0
    (consult,) = [kind for kind in hall["kinds"] if kind["code"] == "consult"]
    assert (consult["letter"], consult["waiting"]) == ("Z", 1)


def test_an_unknown_hall_is_not_found():
    assert problem_of(NOBODY.get("/queues/nowhere")) == (404, "queue.office.unknown")


def test_a_ticket_is_taken_followed_and_given_back():
    limin = caller("limin")
    taken = limin.send(f"{HALL}/tickets", wanted(materials=["a"])).json()
    assert taken["ticket"]["number"] == "B001"
    assert taken["ahead"] == 0
    own = f"{HALL}/tickets/{taken['ticket']['id']}"
    assert limin.get(own).json()["ticket"]["state"] == "waiting"
    assert limin.send(f"{own}/leave").json()["ticket"]["ending"] == "left"


def test_the_same_key_takes_one_ticket():
    limin = caller("limin")
    answers = [limin.send(f"{HALL}/tickets", wanted(), key="once") for _ in range(2)]
    assert len({answer.json()["ticket"]["id"] for answer in answers}) == 1
    assert Ticket.objects.count() == 1


def test_nobody_takes_or_follows_the_ticket_of_another():
    zhaolei, limin = caller("zhaolei"), caller("limin")
    answer = zhaolei.send(f"{HALL}/tickets", wanted("limin"))
    assert problem_of(answer) == (403, "access.not_own_party")
    taken = limin.send(f"{HALL}/tickets", wanted()).json()["ticket"]["id"]
    for answer in (
        zhaolei.get(f"{HALL}/tickets/{taken}"),
        zhaolei.send(f"{HALL}/tickets/{taken}/leave"),
    ):
        assert problem_of(answer) == (404, "queue.ticket.unknown")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"item": "", "kind": ""}, 422),
        ({"item": "", "kind": "dancing"}, 422),
        ({"priority": "boss"}, 422),
    ],
)
def test_a_wrong_wish_is_refused(body, status):
    answer = caller("limin").send(f"{HALL}/tickets", wanted(**body))
    assert problem_of(answer)[0] == status


def test_taking_needs_an_account():
    answer = NOBODY.send(f"{HALL}/tickets", {"party_id": 1, "kind": "consult"})
    assert problem_of(answer)[0] == 401
