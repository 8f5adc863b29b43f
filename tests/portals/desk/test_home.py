"""The first page: what waits, and the two ways to a case."""

import pytest
from tests.portals.desk.staff import (
    accepted,
    at_desk,
    handed_in,
    identifier_of,
    move_clock,
    words,
)

from tongban.records.audit.models import AccessLook


def test_each_role_sees_what_waits_for_it(clerk, reviewer, finance):
    accepted()
    assert "待受理 0" in words(clerk.get("/desk/"))
    assert "待审核 1" in words(reviewer.get("/desk/"))
    assert "待拨付 0" in words(finance.get("/desk/"))


def test_an_overdue_case_stands_out_for_the_supervisor(supervisor):
    number = accepted("2023-09-01")
    move_clock("2023-10-30")
    page = words(supervisor.get("/desk/"))
    assert "已超期 1" in page
    assert number in page


def test_a_cataloguer_is_led_to_the_parts_that_are_theirs():
    page = words(at_desk("cataloguer").get("/desk/"))
    assert "节假日安排" in page
    assert "查办件" not in page


def test_a_number_leads_straight_to_its_case(clerk):
    number = handed_in()
    answer = clerk.get("/desk/find/", {"number": number})
    assert answer.headers["Location"] == f"/desk/cases/{number}/"


def test_a_number_nobody_has_is_said_to_be_unknown(clerk):
    answer = clerk.get("/desk/find/", {"number": "9999"}, follow=True)
    assert "没有找到这个办件" in words(answer)


def test_an_id_number_finds_the_cases_and_leaves_a_trace(reviewer):
    number = handed_in()
    sent = {"identifier": identifier_of("zhaolei"), "reason": "电话核对办件"}
    answer = reviewer.post("/desk/find/", sent)
    assert number in words(answer)
    assert "赵*" in words(answer)
    assert "赵磊" not in words(answer)
    assert AccessLook.objects.get().reason == "电话核对办件"


@pytest.mark.parametrize(
    ("case", "identifier", "reason", "told"),
    [
        ("nothing typed", "", "电话核对办件", "请输入证件号码"),
        ("nobody of that number", "990001195001010000", "核对", "没有找到这个证件号码"),
    ],
)
def test_a_search_that_finds_nobody_says_why(reviewer, case, identifier, reason, told):
    sent = {"identifier": identifier, "reason": reason}
    assert told in words(reviewer.post("/desk/find/", sent, follow=True))
    assert not AccessLook.objects.exists()


def test_a_look_without_a_reason_is_refused(reviewer):
    sent = {"identifier": identifier_of("zhaolei"), "reason": " "}
    answer = reviewer.post("/desk/find/", sent, follow=True)
    assert "原因" in words(answer)
    assert "赵*" not in words(answer)
    assert not AccessLook.objects.exists()


def test_many_parts_fold_and_the_present_one_is_named(clerk, finance):
    page = words(clerk.get("/desk/away/"))
    assert "更多：外出代理" in page
    assert page.index("办件列表") < page.index("更多") < page.index("通知送达")
    assert "更多" not in words(finance.get("/desk/"))
