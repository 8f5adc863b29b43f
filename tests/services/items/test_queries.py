"""What the catalogue answers through its services."""

from datetime import date

import pytest
from django.conf import settings
from tests.services.items.acting import NOW, cataloguer, new_posting

from tongban.core.items.catalogue import Audience
from tongban.core.items.regions import RegionUnknown
from tongban.policy.book import GuideUnknown, ItemUnknown
from tongban.services.items import queries
from tongban.services.items.operations import post_local_material

pytestmark = pytest.mark.django_db

ON = date(2023, 9, 11)
CITY = "370700"


def names(text, region=CITY):
    return [item.number for item in queries.search(text, region, ON)]


def test_the_book_is_that_of_the_settings():
    assert settings.TONGBAN_POLICY.name == "policy"
    assert len(queries.items_on(CITY, ON)) == 28


def test_one_item_and_its_refusal():
    assert queries.item_on("transfer-out", CITY, ON).number == 10
    with pytest.raises(ItemUnknown):
        queries.item_on("transfer-out", CITY, date(2020, 1, 1))


@pytest.mark.parametrize(
    ("case", "text", "first"),
    [
        ("the name", "住院费用报销", 16),
        ("the number", "16", 16),
        ("a keyword", "住院报销", 16),
        ("pinyin", "zhuyuanfeiyong", 16),
        ("initials", "zyfybx", 16),
        ("the code", "temporary-travel-filing", 13),
        ("everyday words", "出差在外地看病要备案", 13),
        ("a question", "异地就医备案怎么办", 12),
    ],
)
def test_search_understands_people(case, text, first):
    assert names(text)[0] == first, case


def test_search_finds_nothing_for_nothing():
    assert names("") == []
    assert names("火星旅馆") == []


def test_guides_regions_and_documents_can_be_asked():
    guides = queries.guides_on(CITY, ON)
    assert len(guides) == 36
    assert queries.guide(guides[0].code, CITY, ON) == guides[0]
    with pytest.raises(GuideUnknown):
        queries.guide("none", CITY, ON)
    codes = [region.code for region in queries.regions()]
    assert codes == sorted(codes)
    assert queries.region_named(CITY).name == "潍坊市"
    assert queries.region_full_name("370783") == "山东省潍坊市寿光市"
    assert queries.region_path("370783") == "/370000/370700/370783/"
    assert [region.code for region in queries.region_chain(CITY)][-1] == CITY
    assert len(queries.regions_below(CITY)) == 12
    assert queries.has_region(CITY)
    assert not queries.has_region("999999")
    with pytest.raises(RegionUnknown):
        queries.region_named("999999")
    assert "SD28" in {document.code for document in queries.documents()}


@pytest.mark.clause("SD28-通知二")
def test_a_city_publishes_phones_and_says_they_are_a_demonstration():
    assert "咨询电话" in queries.region_phones("370783")
    assert queries.region_phones("370000") == {}
    assert "演示" in queries.region_notices("370783", ON)[0]


def test_differences_and_scope_are_served():
    assert len(queries.differences(CITY, ON)) > 30
    assert len(queries.scope("440300").rows) == 18


@pytest.mark.clause("CN39-四")
def test_what_changed_between_two_days_can_be_read():
    found = queries.changes(
        "inpatient-reimbursement", CITY, before=ON, after=date(2023, 12, 1)
    )
    assert "办理时限：由“无”改为“国家规定不超过30个工作日”" in [
        change.words for change in found
    ]


@pytest.mark.clause("SD28-15")
def test_postings_are_public_and_counted_by_region():
    post_local_material(new_posting(), actor=cataloguer(), now=NOW)
    posted = NOW.date()
    assert [row.name for row in queries.postings("370783", posted)] == ["银行卡复印件"]
    assert [row.name for row in queries.postings("370783112", posted)] == [
        "银行卡复印件"
    ]
    assert queries.postings("370705", posted) == ()
    assert queries.postings("370783", ON) == ()
    assert set(queries.posted_by_item("370783", posted)) == {"outpatient-reimbursement"}
    terms = queries.terms_on(
        "outpatient-reimbursement", Audience.EMPLOYEE, "370783", posted
    )
    assert terms.materials[-1].code == "local-bank-card"
