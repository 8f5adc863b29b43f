"""When something goes wrong a person reads what to do, in Chinese."""

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

pytestmark = pytest.mark.django_db


def test_an_unknown_address_offers_search_and_a_way_on():
    answer = Client().get("/no/such/page/")
    page = answer.content.decode()

    assert answer.status_code == 404
    assert "没有找到这一页" in page
    assert 'role="search"' in page


def test_a_forbidden_page_says_what_can_be_done():
    request = RequestFactory().get("/")
    page = render_to_string("403.html", request=request)

    assert "不能看这一页" in page
    assert "换一个账号登录" in page


@pytest.mark.parametrize(
    ("template", "says"),
    [
        ("500.html", "已经提交的申请不会丢"),
        ("503.html", "不会办两次"),
        ("400.html", "请回到上一页再试一次"),
        ("403_csrf.html", "页面放得太久了"),
    ],
)
def test_pages_of_faults_need_neither_database_nor_request(
    template, says, django_assert_num_queries
):
    with django_assert_num_queries(0):
        page = render_to_string(template)

    assert says in page
    assert 'href="/"' in page


def test_a_form_without_its_token_is_refused_kindly():
    answer = Client(enforce_csrf_checks=True).post("/layout/", {"elder": "yes"})

    assert answer.status_code == 403
    assert "页面放得太久了" in answer.content.decode()


def test_a_refusal_has_a_sentence_a_code_and_a_way_on():
    answer = Client().get("/items/no-such-item/")
    page = answer.content.decode()

    assert answer.status_code == 404
    assert "打电话咨询时请报代码" in page
    assert "items.unknown" in page
    assert "回首页" in page
