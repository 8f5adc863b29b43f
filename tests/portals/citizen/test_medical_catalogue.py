"""医保目录查询: anybody may search the lists; nothing about a person is asked."""

import pytest
from django.test import Client
from tests.portals.citizen.visitors import MONDAY, words

from tongban.portals.citizen.medical_catalogue import percent
from tongban.records.medical_catalogue.models import CatalogueVersion
from tongban.services.demo.medical_catalogue import load_demo_medical_catalogue


@pytest.fixture
def listed(_staged: None) -> None:
    load_demo_medical_catalogue(MONDAY)


def shown(**said: str) -> str:
    return words(Client().get("/catalogue/", said))


@pytest.mark.usefixtures("listed")
@pytest.mark.parametrize(
    "text", ["二甲双胍", "ejsg", "XY99ZZ001", "xy99zz001", " 双胍  二甲 "]
)
def test_an_entry_is_found_by_name_code_or_initials(text: str):
    said = shown(name=text)
    assert "找到 1 条" in said
    assert "二甲双胍片" in said
    assert "XY99ZZ001XA001010199999" in said
    assert "不用先自付" in said


@pytest.mark.usefixtures("listed")
def test_what_an_entry_costs_is_said_in_words():
    assert "先自付10%" in shown(name="硝苯地平")
    assert "全部自费" in shown(name="单人间床位")
    assert "40.00元" in shown(name="三人间床位")
    assert "限不能口服用药的患者" in shown(name="泮托拉唑")


@pytest.mark.usefixtures("listed")
def test_lists_and_grades_narrow_and_orders_turn():
    assert "找到 25 条" in shown(kind="service")
    assert "找到 2 条" in shown(kind="service", grade="C")
    assert "找到 70 条" in shown(kind="diagnosis")  # no list that is charged by
    dearest = shown(kind="service", order="price")
    assert dearest.index("腹腔镜胆囊切除术") < dearest.index("阑尾切除术")
    least = shown(order="share", kind="consumable")
    assert least.index("导尿管") < least.index("髋关节假体")


@pytest.mark.usefixtures("listed")
def test_pages_keep_what_was_asked():
    page = Client().get("/catalogue/", {"grade": "A", "page": "2"})
    assert "grade=A" in page.content.decode()
    assert shown(page="99") == shown(page="4")
    assert shown(page="x") == shown()


@pytest.mark.usefixtures("listed")
def test_nothing_found_says_what_to_do():
    said = shown(name="没有这种药")
    assert "目录里没有找到" in said
    assert "全部自费" in said


def test_without_lists_the_page_says_so():
    assert not CatalogueVersion.objects.exists()
    assert "本地区还没有装入目录" in shown()
    assert "医保目录" in words(Client().get("/check/"))


@pytest.mark.parametrize(
    ("share", "said"), [(1000, "10%"), (1050, "10.5%"), (5, "0.05%"), (10000, "100%")]
)
def test_shares_are_said_without_needless_zeros(share: int, said: str):
    assert percent(share) == said
