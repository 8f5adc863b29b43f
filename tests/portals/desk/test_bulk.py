"""Approving cases together: only with one rule result, each by its own command."""

import re

import pytest
from tests.portals.desk.staff import accepted, at_desk, case_of, handed_in, send, words
from tests.portals.desk.test_worklist import claims
from tests.services.cases.stage import INJURY, PAPERS, envelope, inpatient_form

from tongban.records.cases.models import Command, PledgeBar
from tongban.services.cases.intake import accept_case
from tongban.services.cases.verify import verify_cases

FIELD = re.compile(r'name="(\w+)" value="([^"]*)"')


def look(client, numbers: list[str]):
    cases = [f"{one}@{case_of(one).version}" for one in numbers]
    return client.post("/desk/work/bulk/", {"do": "preview", "key": "k", "case": cases})


def form_of(page) -> dict[str, list[str]]:
    """What the preview sends back when its button is pressed."""
    body = page.content.decode()
    start = body.index('name="digest"')
    form = body[body.rindex("<form", 0, start) : body.index("</form>", start)]
    sent: dict[str, list[str]] = {}
    for name, value in FIELD.findall(form):
        sent.setdefault(name, []).append(value)
    return {**sent, "do": ["approve"]}


def approve(client, page, **fields: str):
    return client.post("/desk/work/bulk/", {**form_of(page), **fields})


def steps(numbers: list[str]) -> set[str]:
    return {case_of(one).step for one in numbers}


def test_identical_cases_are_shown_first_and_then_approved_one_by_one(reviewer):
    numbers = claims(3)
    page = look(reviewer, numbers)
    assert "将一起通过的 3 件" in words(page)
    assert "材料齐全" in words(page)
    assert steps(numbers) == {"review"}
    done = approve(reviewer, page, amount="100.00", words="同意。")
    assert "通过 3 件，共 3 件" in words(done)
    assert steps(numbers) == {"pay"}
    assert {case_of(one).amount_fen for one in numbers} == {10_000}
    keys = Command.objects.filter(key__regex="|".join(numbers))
    assert keys.values("key").distinct().count() == 3
    assert list(verify_cases(now=envelope("clerk1").now)) == []


def test_sending_it_twice_approves_once_and_answers_the_same(reviewer):
    numbers = claims(2)
    page = look(reviewer, numbers)
    first = approve(reviewer, page, amount="100.00")
    versions = [case_of(one).version for one in numbers]
    again = approve(reviewer, page, amount="100.00")
    assert [case_of(one).version for one in numbers] == versions
    assert "通过 2 件，共 2 件" in words(first)
    assert "通过 2 件，共 2 件" in words(again)


def pledged() -> str:
    number = handed_in(
        situations=("accident", "planned", "self"),
        papers=(*PAPERS, "medical-record-copy"),
        pledges=("third-party-payment",),
        form=inpatient_form(**INJURY),
    )
    accept_case(envelope("clerk1"), number=number)
    return number


def test_others_are_left_out_each_with_its_reason(reviewer):
    numbers = claims(2)
    urgent = accepted(
        situations=("illness", "emergency", "self"),
        form=inpatient_form(total_cost="9.00"),
    )
    waiting = handed_in(form=inpatient_form(total_cost="8.00"))
    page = words(look(reviewer, [*numbers, urgent, pledged(), waiting]))
    assert "将一起通过的 2 件" in page
    assert "不在其中的 3 件" in page
    for reason in ("以告知承诺代替", "还没有到审核环节", "与其他办件不同"):
        assert reason in page


def test_a_risky_applicant_is_looked_at_alone(reviewer):
    numbers = claims(2)
    case = case_of(numbers[0])
    PledgeBar.objects.create(party=case.party, case=case, since=case.received_at)
    assert "申请人有风险标记" in words(look(reviewer, numbers))
    assert "勾选的办件都不能批量通过" in words(look(reviewer, numbers))


@pytest.mark.parametrize(
    ("amount", "told"),
    [("500.00", "通过 2 件"), ("500.01", "须逐件审核"), ("", "请填写核定金额")],
)
def test_payments_up_to_the_limit_of_the_policy(reviewer, amount, told):
    numbers = claims(2)
    done = words(approve(reviewer, look(reviewer, numbers), amount=amount))
    assert told in done
    assert steps(numbers) == ({"pay"} if amount == "500.00" else {"review"})


def test_a_case_somebody_changed_in_the_meantime_is_left_and_the_rest_done(reviewer):
    first, second, third = claims(3)
    page = look(reviewer, [first, second, third])
    send(at_desk("reviewer2"), second, "suspend", words="等待核查")
    done = words(approve(reviewer, page, amount="10.00"))
    assert "通过 2 件，共 3 件" in done
    assert steps([first, third]) == {"pay"}
    assert case_of(second).state == "suspended"


def test_a_case_whose_result_changed_without_a_command_is_left(reviewer):
    numbers = claims(2)
    page = look(reviewer, numbers)
    case = case_of(numbers[0])
    PledgeBar.objects.create(party=case.party, case=case, since=case.received_at)
    done = words(approve(reviewer, page, amount="10.00"))
    assert "这件须单独审核：申请人有风险标记" in done
    assert steps(numbers) == {"review"}


def test_nothing_chosen_goes_back_to_the_list_with_words(reviewer):
    answer = reviewer.post("/desk/work/bulk/", {"key": "k"}, follow=True)
    assert "请先勾选" in words(answer)


def test_clerks_do_not_approve_in_bulk(clerk):
    answer = clerk.post("/desk/work/bulk/", {"key": "k"})
    assert answer.status_code == 403
    assert "批量审核" not in words(clerk.get("/desk/work/"))
