"""我要评: a rating of one's own case or by code, complaints, open results."""

import pytest
from django.test import Client
from tests.portals.citizen.visitors import hidden, signed_in, words
from tests.portals.desk.staff import at_desk
from tests.services.cases.stage import at
from tests.services.ratings.saying import GOOD, closed_case, corrected, rated_by_code
from tests.services.ratings.test_corrections import fixed
from tests.services.ratings.test_surveys import NEW, SHEET, published
from tests.services.ratings.test_voices import answered

from tongban.records.ratings.models import Correction, Rating, SurveyAnswer, Voice
from tongban.services.timekeeping.operations import set_clock

DAY = "2023-09-25"


@pytest.fixture(autouse=True)
def _day(_staged):
    set_clock(moment=at(DAY, 15), set_by="tests")


def test_the_page_of_ones_case_leads_to_its_rating_and_nothing_is_chosen(zhaolei):
    number = closed_case().number
    assert "评价这次服务" in words(zhaolei.get(f"/my/cases/{number}/"))
    page = zhaolei.get(f"/my/cases/{number}/rate/")
    assert "您满意吗" in words(page)
    assert 'aria-current="true"' not in page.content.decode()
    assert "提交评价" not in words(page)


@pytest.mark.clause("SD20-三(三)")
def test_a_bad_rating_shows_its_correction_and_cannot_be_given_again(zhaolei):
    number = closed_case().number
    address = f"/my/cases/{number}/rate/"
    form = zhaolei.get(f"{address}?grade=very_dissatisfied")
    assert "要求提供指南以外的材料" in words(form)
    sent = {
        "key": hidden(form, "key"),
        "grade": hidden(form, "grade"),
        "reasons": ["extra_papers"],
        "words": "让我回去开证明",
    }
    shown = words(zhaolei.post(address, sent, follow=True))
    assert "整改进度" in shown
    assert "2023年10月20日" in shown
    again = zhaolei.post(address, {**sent, "key": "other"})
    assert again.status_code == 422
    assert "已经评价过" in words(again)
    assert Rating.objects.count() == 1


def test_what_is_put_right_can_be_reopened_once_with_reason(zhaolei):
    correction = corrected()
    fixed(correction)
    number = correction.rating.case.number
    set_clock(moment=at("2023-10-07"), set_by="tests")
    address = f"/my/cases/{number}/rate/"
    page = zhaolei.get(address)
    assert "要求重新整改" in words(page)
    short = zhaolei.post(address, {"do": "reopen", "key": "a", "words": "不"})
    assert short.status_code == 422
    sent = {"do": "reopen", "key": "b", "words": "还是要我开证明"}
    assert "另外的人重新整改" in words(zhaolei.post(address, sent, follow=True))
    assert Correction.objects.get().reopened == 1


def test_a_visitor_rates_by_code_without_signing_in():
    case, client = closed_case(), Client()
    wrong = client.post("/rate/code/", {"number": case.number, "code": "1"})
    assert wrong.status_code == 422
    found = client.post(
        "/rate/code/", {"number": case.number, "code": case.query_code}, follow=True
    )
    assert "住院费用报销" in words(found)
    assert "赵" not in words(found)
    form = client.get("/rate/service/?grade=satisfied")
    sent = {"key": hidden(form, "key"), "grade": "satisfied", "reasons": ["quick"]}
    assert "谢谢您的评价" in words(client.post("/rate/service/", sent, follow=True))
    assert Rating.objects.get().way == "code"


def test_without_codes_the_page_asks_for_them():
    assert Client().get("/rate/service/").url == "/rate/code/"


def test_staff_cannot_rate_with_a_clients_code():
    case = closed_case()
    client = at_desk("clerk2")
    client.post("/rate/code/", {"number": case.number, "code": case.query_code})
    page = client.get("/rate/service/")
    assert "工作人员不能评价" in words(page)
    sent = client.post("/rate/service/", {"grade": "satisfied", "key": "k"})
    assert sent.status_code == 422
    assert not Rating.objects.exists()


def test_anothers_case_is_not_rated():
    number = closed_case().number
    assert signed_in("limin").get(f"/my/cases/{number}/rate/").status_code in (404, 409)


@pytest.mark.clause("SD28-指南一5.2")
def test_results_are_open_in_counts_and_as_a_table():
    for _ in range(5):
        rated_by_code(closed_case(), GOOD)
    page = words(Client().get("/rate/?by=item&order=most"))
    assert "住院费用报销" in page
    assert "没有评价的不算好评" in page
    table = Client().get("/rate/csv/?by=item").content.decode("utf-8-sig")
    assert table.splitlines()[1] == "住院费用报销,5,0,5,0,0,0,0,0,0"


def test_small_numbers_are_hidden_on_the_page_and_in_the_table():
    rated_by_code(closed_case(), GOOD)
    assert "少于5次" in words(Client().get("/rate/?by=item"))
    table = Client().get("/rate/csv/?by=item").content.decode("utf-8-sig")
    assert table.splitlines()[1].startswith("住院费用报销,少于5,,")


@pytest.mark.parametrize("query", ["by=person", "order=secret"])
def test_an_unknown_grouping_is_refused(query):
    assert Client().get(f"/rate/?{query}").status_code == 409


def complaint(client: Client, **changes: str):
    form = client.get("/voices/complaint/")
    sent = {
        "key": hidden(form, "key"),
        "topic": "attitude",
        "words": "在窗口等了两个小时没有人解释",
        "contact": "10000000012",
        **changes,
    }
    return client.post("/voices/complaint/", sent)


def test_a_visitor_complains_and_follows_it_with_the_codes():
    client = Client()
    sent = words(complaint(client))
    voice = Voice.objects.get()
    assert voice.number in sent
    assert voice.code in sent
    codes = {"number": voice.number.lower(), "code": voice.code}
    assert "办理中" in words(client.post("/voices/", codes, follow=True))
    answered(voice.number)
    set_clock(moment=at("2023-09-27"), set_by="tests")
    page = client.get("/voices/found/")
    assert "已增开一个窗口" in words(page)
    sent = {"key": hidden(page, "key"), "words": "增开的窗口没有人"}
    again = client.post("/voices/found/", sent, follow=True)
    assert "重新办理" in words(again)
    assert Voice.objects.get().state == "open"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"contact": ""}, "请留下电话"),
        ({"topic": ""}, "哪方面的问题"),
        ({"case_number": "3707022023092500000009", "case_code": "1"}, "查询码"),
    ],
)
def test_a_faulty_complaint_says_what_is_missing(changes, said):
    answer = complaint(Client(), **changes)
    assert answer.status_code == 422
    assert said in words(answer)
    assert "在窗口等了两个小时" in answer.content.decode()


def test_ones_own_case_needs_no_code_and_is_listed(zhaolei):
    number = closed_case().number
    assert number in zhaolei.get(f"/voices/complaint/?case={number}").content.decode()
    complaint(zhaolei, case_number=number, contact="")
    voice = Voice.objects.get()
    assert voice.case.number == number
    assert voice.number in words(zhaolei.get("/voices/"))
    assert "办理中" in words(zhaolei.get(f"/my/voices/{voice.number}/"))
    other = signed_in("limin").get(f"/my/voices/{voice.number}/")
    assert other.status_code == 409
    assert "没有找到这件投诉" in words(other)


def test_a_survey_is_offered_answered_once_and_never_in_the_way(zhaolei):
    closed_case()
    survey_id = published()
    assert NEW.title in words(zhaolei.get("/rate/"))
    assert NEW.title not in words(signed_in("limin").get("/rate/"))
    address = f"/rate/surveys/{survey_id}/"
    form = zhaolei.get(address)
    faulty = zhaolei.post(address, {"key": "x", "q1": "一趟"})
    assert faulty.status_code == 422
    sent = {f"q{line}": given for line, given in SHEET.items()}
    sent["key"] = hidden(form, "key")
    assert "问卷已经收到" in words(zhaolei.post(address, sent, follow=True))
    assert SurveyAnswer.objects.count() == 1
    assert "没有这份问卷" in words(zhaolei.get(address))
