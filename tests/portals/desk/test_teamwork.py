"""Other hands and other days from the case page: opinions, hand-over, pauses."""

import pytest
from tests.portals.desk.staff import (
    accepted,
    at_desk,
    case_of,
    handed_in,
    page_of,
    send,
    words,
)

from tongban.records.accounts.models import Account

# --- other hands and other days --------------------------------------------


def test_another_desk_is_asked_and_answers(reviewer):
    number = accepted()
    asked = send(
        reviewer, number, "ask", desk="370705", words="是否已在省外结算？", days="3"
    )
    assert "已发出会办征求" in words(asked)
    opinion = case_of(number).opinions.get()
    blocked = send(reviewer, number, "approve", amount="100")
    assert "征求的意见还没有答复" in words(blocked)
    answer = send(
        at_desk("finance1"), number, "opine", about=opinion.code, words="没有结算"
    )
    assert "意见已提交" in words(answer)
    assert "答：没有结算" in words(page_of(reviewer, number))


@pytest.mark.parametrize("days", ["0", "11", "两"])
def test_the_limit_of_an_opinion_is_checked(reviewer, days):
    number = accepted()
    answer = send(reviewer, number, "ask", desk="370705", words="问", days=days)
    assert answer.status_code == 409
    assert not case_of(number).opinions.exists()


@pytest.mark.clause("CN39-十二")
def test_a_case_is_handed_over_and_the_first_contact_stays(clerk):
    number = handed_in()
    colleague = Account.objects.get(login_name="clerk2")
    page = send(clerk, number, "hand-over", assignee=str(colleague.pk), words="休假")
    case = case_of(number)
    assert "办件已移交" in words(page)
    assert (case.owner.login_name, case.assignee.login_name) == ("clerk1", "clerk2")


def test_a_case_is_passed_on_to_the_office_in_charge(clerk):
    number = handed_in()
    answer = send(clerk, number, "transfer", office="370705", words="属奎文区")
    assert "已转送主管机构" in words(answer)
    assert case_of(number).outcome == "handed_over"


def test_a_case_is_suspended_with_a_reason_and_goes_on(reviewer):
    number = accepted()
    send(reviewer, number, "suspend", words="等待法院判决")
    assert case_of(number).state == "suspended"
    send(reviewer, number, "resume", words="判决已生效")
    assert case_of(number).state == "open"


def test_extending_is_not_offered_without_a_basis(reviewer):
    assert "延长办理时限" not in words(page_of(reviewer, accepted()))
