"""The item as the API gives it."""

import json
from datetime import date

import pytest
from tests.services.items.acting import NOW, cataloguer, new_posting

from tongban.services.items.catalogue import one_catalogue
from tongban.services.items.operations import post_local_material
from tongban.services.items.payload import guide_payload, item_payload, items_payload
from tongban.services.items.queries import guides_on, item_on

pytestmark = pytest.mark.django_db

ON = date(2023, 7, 1)
KEYS = {
    "number", "code", "name", "main_item", "audience", "materials",
    "conditional_materials", "limit", "steps", "channels", "remarks", "basis",
    "guides", "situations", "special_steps", "misprints", "rulings", "source",
    "effective_on", "version", "results", "terms",
}  # fmt: skip


def payload(code, region="370700", on=ON):
    return item_payload(item_on(code, region, on), on)


def test_all_items_come_ready_for_json():
    items = items_payload("370700", ON)
    assert [item["number"] for item in items] == list(range(1, 29))
    assert all(set(item) >= KEYS for item in items)
    assert json.loads(json.dumps(items)) == items


@pytest.mark.clause("SD28-16")
def test_item_16_says_what_the_list_prints():
    item = payload("inpatient-reimbursement")
    assert item["steps"] == ["申请", "受理", "审核", "拨付", "办结"]
    assert item["channels"] == ["现场办理", "网上办理"]
    assert item["limit"]["printed"] == "不超过10个工作日"
    assert (item["limit"]["immediate"], item["limit"]["working_days"]) == (False, 10)
    assert item["limit"]["variants"] == []
    assert item["materials"][0]["text"] == "医院收费有效票据"
    assert item["audience"] == ["employee", "resident"]
    assert [terms["audience"] for terms in item["terms"]] == ["employee", "resident"]
    assert item["source"]["document"] == "SD28"
    assert "manual-claims-online" in [ruling["code"] for ruling in item["rulings"]]


@pytest.mark.clause("SD28-10")
def test_a_limit_that_depends_on_the_route_has_no_headline():
    limit = payload("transfer-out")["limit"]
    assert (limit["immediate"], limit["working_days"]) == (False, None)
    assert [one["working_days"] for one in limit["variants"]] == [15, 9]
    assert limit["variants"][0]["facts"] == {"route": ["cross_province"]}
    assert [one["layer"] for one in limit["layers"]] == [
        "province",
        "province",
        "nation",
    ]


@pytest.mark.parametrize(
    ("code", "immediate", "days"),
    [
        ("temporary-travel-filing", True, None),
        ("chronic-disease-recognition", False, 20),
        ("hospital-designation", False, 45),
    ],
)
def test_the_headline_is_the_province_s_own_limit(code, immediate, days):
    limit = payload(code)["limit"]
    assert (limit["immediate"], limit["working_days"]) == (immediate, days)


@pytest.mark.clause("SD28-12")
def test_an_item_without_papers_has_empty_lists():
    item = payload("long-term-residence-filing")
    assert item["materials"] == []
    assert item["conditional_materials"] == []


@pytest.mark.clause("SD28-15")
def test_a_posted_material_shows_in_the_terms_and_not_in_the_list():
    post_local_material(new_posting(), actor=cataloguer(), now=NOW)
    item = payload("outpatient-reimbursement", "370783", NOW.date())
    listed = [*item["materials"], *item["conditional_materials"]]
    assert not any(material["local"] for material in listed)
    local = [m for m in item["terms"][0]["materials"] if m["local"]]
    assert local[0]["posted_on"] == "2023-09-12"
    again = [
        one
        for one in items_payload("370783", NOW.date())
        if one["code"] == "outpatient-reimbursement"
    ]
    assert again == [item]


def test_guides_come_with_every_heading_and_the_flow():
    guides = [guide_payload(guide) for guide in guides_on("370700", ON)]
    assert json.loads(json.dumps(guides)) == guides
    assert guides[0]["sections"][0]["heading"] == "事项名称"
    assert guides[0]["flow"][0]["step"] == "apply"


def test_the_whole_list_takes_one_look_at_postings_and_one_at_publications(
    django_assert_num_queries,
):
    with one_catalogue(), django_assert_num_queries(2):
        items_payload("370783", ON)
