"""Complaints, suggestions and surveys by API."""

import pytest
from tests.api.sending import NOBODY, caller, problem_of
from tests.services.cases.stage import at
from tests.services.ratings.saying import closed_case
from tests.services.ratings.test_surveys import published
from tests.services.ratings.test_voices import answered

from tongban.records.ratings.models import SurveyAnswer, Voice
from tongban.services.timekeeping.operations import set_clock

DAY = "2023-09-25"
COMPLAINT = {
    "kind": "complaint",
    "topic": "attitude",
    "words": "在窗口等了两个小时没有人解释",
    "contact": "10000000012",
}


@pytest.fixture(autouse=True)
def _day(_staged):
    set_clock(moment=at(DAY, 15), set_by="tests")


def test_the_kinds_say_their_topics_and_limits():
    complaint, suggestion = NOBODY.get("/voices/kinds").json()["kinds"]
    assert (complaint["name"], suggestion["name"]) == ("投诉", "建议")
    assert complaint["answer_working_days"] == 15
    assert "attitude" in {topic["code"] for topic in complaint["topics"]}


@pytest.mark.clause("SD28-指南一5.2")
def test_a_visitor_complains_once_and_follows_it_by_code():
    sent = NOBODY.send("/voices", COMPLAINT, key="once").json()
    again = NOBODY.send("/voices", COMPLAINT, key="once").json()
    assert (again["number"], again["repeated"]) == (sent["number"], True)
    assert sent["due_on"] == "2023-10-20"
    address = f"/voices/{sent['number']}"
    shown = NOBODY.get(address, code=sent["query_code"])
    assert (shown.json()["state"], shown["ETag"]) == (
        "open",
        f'"{sent["version"]}"',
    )
    assert COMPLAINT["contact"] not in shown.content.decode()
    wrong = NOBODY.get(address, code="0")
    assert problem_of(wrong) == (404, "ratings.voice_unknown")
    assert problem_of(NOBODY.get(address))[0] == 401
    assert Voice.objects.count() == 1


def test_an_answer_is_asked_for_again_on_the_version_seen_and_once():
    sent = NOBODY.send("/voices", COMPLAINT).json()
    code, address = sent["query_code"], f"/voices/{sent['number']}"
    body = {"words": "没有说到我的问题", "code": code}
    early = NOBODY.send(f"{address}/reopen", body)
    assert problem_of(early) == (409, "ratings.voice_not_now")
    answered(sent["number"])
    set_clock(moment=at("2023-09-27"), set_by="tests")
    stale = NOBODY.send(f"{address}/reopen", body, version='"1"')
    assert problem_of(stale) == (412, "cases.stale_version")
    seen = NOBODY.get(address, code=code)["ETag"]
    shown = NOBODY.send(f"{address}/reopen", body, version=seen).json()
    assert (shown["state"], shown["may_reopen"]) == ("open", False)
    assert shown["lines"][-1]["words"] == body["words"]


def test_an_account_lists_its_own_and_reads_no_other():
    limin, zhaolei = caller("limin"), caller("zhaolei")
    sent = limin.send("/voices", {**COMPLAINT, "contact": ""}).json()
    (own,) = limin.get("/voices").json()["voices"]
    assert own["number"] == sent["number"]
    assert limin.get(f"/voices/{sent['number']}").status_code == 200
    other = zhaolei.get(f"/voices/{sent['number']}")
    assert problem_of(other) == (404, "ratings.voice_unknown")
    assert zhaolei.get("/voices").json() == {"voices": []}
    assert problem_of(NOBODY.get("/voices"))[0] == 401


def test_a_complaint_about_a_case_names_its_office_by_the_query_code():
    case = closed_case()
    about = {"case_number": case.number, "case_code": case.query_code}
    NOBODY.send("/voices", {**COMPLAINT, **about})
    voice = Voice.objects.get()
    assert (voice.case_id, voice.item_name) == (case.pk, "住院费用报销")
    wrong = NOBODY.send("/voices", {**COMPLAINT, **about, "case_code": "1"})
    assert problem_of(wrong) == (404, "cases.progress_unknown")


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"topic": "weather"}, (422, "ratings.topic_unknown")),
        ({"words": "差"}, (422, "ratings.words_too_short")),
        ({"contact": ""}, (422, "ratings.contact_missing")),
        ({"office": "nowhere"}, (422, "ratings.office_unknown")),
        ({"item": "no-such-item"}, (404, "items.unknown")),
        ({"kind": "praise"}, (422, "api.request_faulty")),
        ({"words": "长" * 1001}, (422, "api.request_faulty")),
    ],
)
def test_a_faulty_voice_is_refused(change, problem):
    assert problem_of(NOBODY.send("/voices", {**COMPLAINT, **change})) == problem
    assert not Voice.objects.exists()


def test_staff_do_not_complain():
    answer = caller("clerk1").send("/voices", COMPLAINT)
    assert problem_of(answer) == (403, "ratings.staff_may_not")


@pytest.mark.clause("CN39-十二")
def test_who_was_served_is_asked_and_answers_a_survey_once():
    closed_case()
    survey_id, zhaolei = published(), caller("zhaolei")
    (shown,) = zhaolei.get("/surveys").json()["surveys"]
    assert (shown["id"], len(shown["questions"])) == (survey_id, 3)
    address = f"/surveys/{survey_id}/answers"
    body = {"answers": {"1": ["一趟"], "2": ["网上", "指南"], "3": ["再少一点"]}}
    open_one = zhaolei.send(address, {"answers": {"1": ["三趟"]}})
    assert problem_of(open_one) == (422, "ratings.answer_faulty")
    assert zhaolei.send(address, body, key="sheet").status_code == 204
    assert zhaolei.send(address, body, key="sheet").status_code == 204
    again = zhaolei.send(address, body)
    assert problem_of(again) == (409, "ratings.survey_answered")
    assert zhaolei.get("/surveys").json() == {"surveys": []}
    assert SurveyAnswer.objects.get().answers["2"] == ["指南", "网上"]


def test_who_was_not_served_is_not_asked():
    closed_case()
    survey_id, limin = published(), caller("limin")
    assert limin.get("/surveys").json() == {"surveys": []}
    body = {"answers": {"1": ["一趟"], "2": ["网上"], "3": []}}
    answer = limin.send(f"/surveys/{survey_id}/answers", body)
    assert problem_of(answer) == (409, "ratings.survey_answered")
    assert problem_of(NOBODY.get("/surveys"))[0] == 401
