"""The language is chosen in the head bar and kept; the desk stays Chinese."""

import pytest
from django.test import Client
from tests.region import demo_region  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _staged(demo_region: None) -> None:  # noqa: F811 - as above
    """Give every test the region."""


def test_a_language_is_kept_and_the_page_says_so():
    client = Client()
    answer = client.post("/language/", {"language": "zh-Hant", "next": "/items/"})
    assert answer["Location"] == "/items/"

    page = client.get("/items/")

    assert "醫保" in page.content.decode()
    assert page["Content-Language"] == "zh-Hant"
    assert page["Content-Length"] == str(len(page.content))
    assert "Cookie" in page["Vary"]


def test_an_unknown_language_is_simplified_chinese():
    client = Client()
    client.post("/language/", {"language": "xx"})

    assert "医保" in client.get("/").content.decode()


def test_staff_pages_and_the_api_are_not_said_otherwise():
    client = Client()
    client.cookies["language"] = "zh-Hant"

    assert "工作人员登录" in client.get("/staff/sign-in/").content.decode()
