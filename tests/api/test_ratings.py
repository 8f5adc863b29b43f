"""Ratings by API: grades and results for anybody, one's own service once."""

import pytest
from tests.api.sending import NOBODY, caller, problem_of
from tests.services.cases.stage import at
from tests.services.queues.hall import OFFICE, consultation, set_up
from tests.services.ratings.saying import GOOD, closed_case, corrected, rated_by_code
from tests.services.ratings.test_corrections import fixed

from tongban.records.ratings.models import Correction, Rating
from tongban.services.timekeeping.operations import set_clock

DAY = "2023-09-25"
BAD = {
    "grade": "very_dissatisfied",
    "reasons": ["extra_papers"],
    "words": "让我回去开证明",
}


@pytest.fixture(autouse=True)
def _day(_staged):
    set_clock(moment=at(DAY, 15), set_by="tests")


def rating_of(number: str) -> str:
    return f"/cases/{number}/rating"


def test_the_grades_come_with_their_reasons_and_none_is_preset():
    found = NOBODY.get("/ratings/grades").json()
    assert [grade["level"] for grade in found["grades"]] == [5, 4, 3, 2, 1]
    worst = found["grades"][-1]
    assert worst["bad"] is True
    assert "extra_papers" in {reason["code"] for reason in worst["reasons"]}
    assert found["open_days"] == 30


@pytest.mark.clause("SD20-三(三)")
def test_an_owner_rates_once_and_a_bad_rating_opens_its_correction():
    number, zhaolei = closed_case().number, caller("zhaolei")
    before = zhaolei.get(rating_of(number)).json()
    assert (before["rating"], before["rate_until"]) == (None, "2023-10-25")
    shown = zhaolei.send(rating_of(number), BAD, key="once").json()["rating"]
    assert (shown["grade"], shown["bad"]) == ("very_dissatisfied", True)
    assert shown["correction"]["due_on"] == "2023-10-20"
    again = zhaolei.send(rating_of(number), BAD, key="once")
    assert again.status_code == 200
    other = zhaolei.send(rating_of(number), {"grade": "satisfied"})
    assert problem_of(other) == (409, "ratings.rated_before")
    assert Rating.objects.get().way == "api"
    assert Correction.objects.count() == 1


def test_whoever_has_the_query_code_rates_and_reads_without_an_account():
    case = closed_case()
    body = {"grade": "satisfied", "reasons": ["quick"], "code": case.query_code}
    assert NOBODY.send(rating_of(case.number), body).status_code == 200
    found = NOBODY.get(rating_of(case.number), code=case.query_code).json()
    assert found["rating"]["grade_name"] == "满意"
    assert "赵" not in str(found)
    wrong = NOBODY.get(rating_of(case.number), code="000")
    assert problem_of(wrong) == (404, "cases.progress_unknown")
    assert problem_of(NOBODY.get(rating_of(case.number)))[0] == 401


def test_no_one_rates_for_another_and_staff_not_at_all():
    case = closed_case()
    stranger = caller("limin").send(rating_of(case.number), {"grade": "satisfied"})
    assert problem_of(stranger)[0] in {403, 404}
    body = {"grade": "satisfied", "code": case.query_code}
    clerk = caller("clerk1").send(rating_of(case.number), body)
    assert problem_of(clerk) == (403, "ratings.staff_may_not")
    assert not Rating.objects.exists()


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"grade": "splendid"}, "ratings.grade_unknown"),
        ({"grade": "satisfied", "reasons": ["charged"]}, "ratings.reason_unknown"),
        ({"grade": "satisfied", "words": "长" * 501}, "api.request_faulty"),
        ({}, "api.request_faulty"),
    ],
)
def test_a_faulty_rating_is_refused(body, code):
    answer = caller("zhaolei").send(rating_of(closed_case().number), body)
    assert problem_of(answer) == (422, code)


def test_words_are_added_and_a_correction_is_asked_for_again_once():
    correction = corrected()
    number, zhaolei = correction.rating.case.number, caller("zhaolei")
    added = zhaolei.send(
        f"{rating_of(number)}/additions", {"words": "后来有人打电话来"}
    )
    assert len(added.json()["rating"]["additions"]) == 1
    again = {"words": "还是要我去开证明"}
    early = zhaolei.send(f"{rating_of(number)}/reopen", again)
    assert problem_of(early) == (409, "ratings.not_now")
    fixed(correction)
    set_clock(moment=at("2023-10-07"), set_by="tests")
    reopened = zhaolei.send(f"{rating_of(number)}/reopen", again).json()
    assert reopened["rating"]["correction"]["state"] == "to_fix"
    twice = zhaolei.send(f"{rating_of(number)}/reopen", again)
    assert problem_of(twice)[1] == "ratings.not_now"


def test_a_visit_is_rated_by_the_code_of_its_ticket_after_it_was_served():
    set_up(())
    ticket = consultation()
    body = {"ticket": ticket.number, "code": ticket.code, "grade": "satisfied"}
    waiting = NOBODY.send(f"/queues/{OFFICE}/rating", body)
    assert problem_of(waiting)[1] in {"ratings.not_ended", "ratings.visit_unknown"}
    wrong = NOBODY.send(f"/queues/{OFFICE}/rating", {**body, "code": "000000x"})
    assert problem_of(wrong) == (404, "ratings.visit_unknown")


@pytest.mark.clause("SD28-指南一5.2")
def test_a_month_is_published_by_item_and_office_with_small_groups_hidden():
    for _ in range(5):
        rated_by_code(closed_case(), GOOD)
    asked = {"region": "370700", "month": "2023-09", "by": "item"}
    found = NOBODY.get("/ratings", **asked).json()
    (line,) = found["groups"]
    assert (line["name"], line["counts"]["total"]) == ("住院费用报销", 5)
    assert found["total"]["by_grade"]["satisfied"] == 5
    other = NOBODY.get("/ratings", **{**asked, "month": "2023-08"}).json()
    assert (other["total"], other["groups"]) == (None, [])
    rated_by_code(closed_case(region="370705"), GOOD)
    offices = NOBODY.get("/ratings", region="370700", by="office").json()
    assert offices["total"]["total"] == 6
    assert [group["counts"] for group in offices["groups"]] == [None, None]


@pytest.mark.parametrize("asked", [{"month": "2023-13"}, {"by": "person"}])
def test_an_unknown_month_or_grouping_is_refused(asked):
    assert problem_of(NOBODY.get("/ratings", **asked)) == (422, "api.request_faulty")
