"""Anybody can read what changed in the catalogue of their region."""

from tests.portals.citizen.visitors import words
from tests.services.catalogue.editors import SECOND, by, published

from tongban.services.catalogue.operations import withdraw_change

REGION = {"region": "370783"}


def choose(client, region="370783"):
    client.cookies["region"] = region
    return client


def test_changes_of_files_and_publications_stand_together(client):
    number = published(channels=["post"])
    page = words(choose(client).get("/items/changes/"))
    assert f"2023年10月1日 门诊费用报销 待施行 寿光市 变更 {number}" in page
    assert "方便群众办事" in page
    assert "国家规定不超过30个工作日" in page
    assert "承诺不超过7个工作日" in page
    assert "2023年7月1日 住院费用报销 已施行 寿光市" in page


def test_another_county_does_not_see_it(client):
    number = published(channels=["post"])
    assert number not in words(choose(client, "370705").get("/items/changes/"))


def test_what_was_taken_back_is_said_too(client):
    number = published(channels=["post"])
    withdraw_change(by(SECOND), number=number, words="地址有误")
    page = words(choose(client).get("/items/changes/"))
    assert "施行前已撤回" in page
    assert "地址有误" in page


def test_the_list_of_items_leads_there(client):
    assert "/items/changes/" in client.get("/items/").content.decode()


def test_the_same_is_open_data(client):
    number = published(channels=["post"])
    found = client.get("/api/v1/items/changes", REGION).json()["changes"]
    assert found[0]["on"] == "2023-12-01"
    (mine,) = [one for one in found if one["number"] == number]
    assert mine["subject"] == "outpatient-reimbursement"
    assert mine["changes"][0]["label"] == "办理方式"
    assert mine["changes"][0]["after"].endswith("邮寄办理")
    period = {**REGION, "since": "2023-10-01", "until": "2023-10-31"}
    chosen = client.get("/api/v1/items/changes", period).json()["changes"]
    assert [one["number"] for one in chosen] == [number]
