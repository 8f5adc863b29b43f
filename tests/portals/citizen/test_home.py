"""The home page, the frame, regions and the layout choice."""

import pytest
from django.conf import settings
from django.test import Client
from tests.portals.citizen.visitors import signed_in, words
from tests.services.cases.stage import at
from tests.services.ratings.saying import BAD, GOOD, closed_case, rated, rated_by_code

from tongban.records.accounts.models import Account
from tongban.services.items.queries import items_on
from tongban.services.timekeeping.operations import set_clock
from tongban.services.timekeeping.queries import today


def test_the_home_page_offers_three_doors_and_every_item():
    text = words(Client().get("/"))

    assert all(door in text for door in ("个人办事", "单位办事", "定点医药机构办事"))
    assert all(item.name in text for item in items_on("370700", today()))


def test_the_head_bar_has_the_five_verbs_and_says_which_one_is_open():
    page = Client().get("/items/").content.decode()

    for verb in ("我要看", "我要查", "我要办", "我要问", "我要评"):
        assert verb in page
    assert '<a href="/items/" aria-current="page">我要办</a>' in page


def test_who_has_not_signed_in_is_offered_to_and_comes_back_to_the_same_page():
    page = Client().get("/items/?for=person").content.decode()

    assert 'href="/sign-in/?next=%2Fitems%2F%3Ffor%3Dperson"' in page


def test_openness_shows_yesterday_month_and_year():
    text = words(Client().get("/"))

    assert all(span in text for span in ("昨日", "本月", "今年", "按时办结"))


def test_ratings_stand_beside_the_other_figures_once_there_are_enough():
    set_clock(moment=at("2023-09-26"), set_by="tests")
    for _ in range(4):
        rated_by_code(closed_case(), GOOD)
    assert "好评" not in words(Client().get("/"))
    rated(closed_case(), BAD)
    text = words(Client().get("/"))
    assert text.count("评价 5次 好评 80.0%") == 3  # yesterday, month, year


def test_the_elder_layout_is_remembered_on_this_device():
    client = Client()
    assert "data-elder" not in client.get("/").content.decode()

    answer = client.post("/layout/", {"elder": "yes", "next": "/items/"})

    assert answer.status_code == 302
    assert answer["Location"] == "/items/"
    assert '<html lang="zh-CN" data-elder="yes">' in client.get("/").content.decode()
    client.post("/layout/", {"elder": "no"})
    assert "data-elder" not in client.get("/").content.decode()


def test_the_elder_layout_is_remembered_in_the_account():
    signed_in("wangjianguo").post("/layout/", {"elder": "yes"})

    assert Account.objects.get(login_name="wangjianguo").elder_mode
    elsewhere = signed_in("wangjianguo").get("/").content.decode()
    assert 'data-elder="yes"' in elsewhere


@pytest.mark.parametrize("wanted", ["https://example.org/", "//example.org", ""])
def test_a_choice_never_leads_to_another_site(wanted):
    answer = Client().post("/layout/", {"elder": "yes", "next": wanted})

    assert answer["Location"] == "/"


def test_a_chosen_region_is_remembered_and_named_in_the_head_bar():
    client = Client()
    client.post("/regions/choose/", {"region": "370783", "next": "/"})

    assert "寿光市 切换" in words(client.get("/"))


def test_an_unknown_region_is_refused_and_nothing_is_remembered():
    client = Client()
    answer = client.post("/regions/choose/", {"region": "999999"})

    assert answer.status_code == 409
    assert "region" not in client.cookies
    assert "潍坊市 切换" in words(client.get("/"))


def test_a_forged_region_cookie_falls_back_to_the_site_s_own():
    client = Client()
    client.cookies["region"] = "../../etc"

    assert "潍坊市 切换" in words(client.get("/"))


def test_regions_are_offered_level_by_level():
    text = words(Client().get("/regions/"))

    assert "现在是山东省潍坊市" in text
    assert all(name in text for name in ("济南市", "奎文区", "寿光市"))


@pytest.mark.clause("SD28-通知二", "SD20-19")
def test_a_region_shows_its_places_and_says_that_they_are_a_demonstration():
    text = words(Client().get("/regions/370705/"))

    assert "奎文区医疗保障服务大厅" in text
    assert "演示数据" in text


@pytest.mark.parametrize("path", ["/look/", "/check/", "/ask/", "/rate/", "/postings/"])
def test_the_other_verbs_open_without_signing_in(path):
    assert Client().get(path).status_code == 200


def test_rulings_are_published_with_both_texts_and_the_choice():
    text = words(Client().get("/look/"))

    assert "零星报销能不能网上办" in text
    assert "按清单执行：现场办理和网上办理都开放" in text


def test_a_visitor_s_home_page_says_nothing_about_anybody_s_cases(wangjianguo):
    assert "等您补正" not in words(Client().get("/"))
    assert "等您补正" not in words(wangjianguo.get("/"))


def test_a_demo_shows_its_accounts_and_what_to_try(monkeypatch):
    assert "演示环境" not in words(Client().get("/"))
    monkeypatch.setattr(settings, "TONGBAN_DEMO", True)

    text = words(Client().get("/"))

    assert "演示环境，先试试这些" in text
    assert "wangjianguo" in text
    assert "办理异地长期居住备案，即时生效" in text


def test_staff_are_led_to_the_desk_and_citizens_to_their_cases():
    assert 'href="/my/"' in signed_in("wangjianguo").get("/").content.decode()
    assert "工作台" not in words(signed_in("wangjianguo").get("/"))
