"""Which role opens which page of the desk; all others are refused."""

import pytest
from django.test import Client
from tests.portals.citizen.visitors import signed_in
from tests.portals.desk.staff import at_desk, handed_in

EVERYBODY = {
    "clerk1",
    "reviewer1",
    "finance1",
    "supervisor",
    "assessor",
    "town-helper",
    "cataloguer",
    "administrator",
}
HANDLERS = EVERYBODY - {"cataloguer", "administrator"}
PAGES = {
    "/desk/": EVERYBODY,
    "/desk/work/": HANDLERS,
    "/desk/find/": HANDLERS,
    "/desk/account/": HANDLERS,
    "/desk/counter/": {"clerk1", "town-helper"},
    "/desk/counter/register/": {"clerk1", "town-helper"},
    "/desk/pay/": {"finance1"},
    "/desk/pay/files/": {"finance1"},
    "/desk/watch/": {"supervisor"},
    "/desk/watch/extra/": {"supervisor"},
    "/desk/watch/mandates/": {"supervisor"},
    "/desk/watch/recoveries/": {"supervisor"},
    "/desk/watch/looks/": {"supervisor"},
    "/desk/pledges/": {"supervisor", "reviewer1"},
    "/desk/posting/": {"cataloguer"},
    "/desk/catalogue/": {"cataloguer"},
    "/desk/voices/": {"clerk1", "reviewer1", "supervisor"},
    "/desk/voices/said/": {"clerk1", "reviewer1", "supervisor"},
    "/desk/voices/ratings/": {"supervisor"},
    "/desk/voices/samples/": {"supervisor"},
    "/desk/voices/surveys/": {"supervisor"},
    "/desk/calendar/": {"cataloguer", "administrator"},
}


@pytest.mark.parametrize("address", PAGES)
def test_a_page_opens_for_its_roles_and_for_nobody_else(address):
    opened = {
        login
        for login in sorted(EVERYBODY)
        if at_desk(login).get(address, follow=True).status_code == 200
    }
    assert opened == PAGES[address]


@pytest.mark.parametrize("address", PAGES)
def test_who_has_not_signed_in_is_sent_to_the_staff_door(address):
    answer = Client().get(address)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/staff/sign-in/")


def test_a_citizen_has_no_business_at_the_desk():
    assert signed_in("zhaolei").get("/desk/").status_code == 403


def test_staff_without_the_second_step_are_nobody():
    assert signed_in("clerk1").get("/desk/").status_code == 302


def test_a_hall_does_not_see_the_cases_of_another_hall():
    number = handed_in(region="370702")
    assert at_desk("kuiwen-clerk").get(f"/desk/cases/{number}/").status_code == 404
    assert at_desk("clerk1").get(f"/desk/cases/{number}/").status_code == 200


def test_an_unknown_case_is_told_in_words(clerk):
    answer = clerk.get("/desk/cases/37070220230911999/")
    assert answer.status_code == 404
    assert "没有找到这个办件" in answer.content.decode()
