"""The open catalogue: what programs read of the 28 items and 36 guides."""

import pytest

REGION = {"region": "370700", "on": "2023-07-01"}


def read(client, path: str, **query: str):
    answer = client.get(f"/api/v1{path}", REGION | query)
    assert answer.status_code == 200, answer.content.decode()
    return answer.json()


def item_of(client, number: int):
    found = read(client, "/items")["items"]
    return next(item for item in found if item["number"] == number)


def variants_of(item) -> dict[str, tuple[bool, int | None]]:
    return {
        value: (variant["immediate"], variant["working_days"])
        for variant in item["limit"]["variants"]
        for values in variant["facts"].values()
        for value in values
    }


def test_the_28_items_come_in_the_order_of_the_list(client):
    found = read(client, "/items")["items"]

    assert [item["number"] for item in found] == list(range(1, 29))
    assert len({item["code"] for item in found}) == 28
    assert all(item["steps"] and item["channels"] for item in found)


@pytest.mark.parametrize(
    "query", [{}, {"region": "370700"}, {"on": "2023-09-22"}], ids=str
)
@pytest.mark.parametrize(
    "path", ["/items", "/items/transfer-in", "/guides", "/differences"]
)
def test_without_region_or_day_it_is_this_site_today(client, path, query):
    told = {"region": "370700", "on": "2023-09-22"}  # the standing clock's day

    answer = client.get(f"/api/v1{path}", query)

    assert answer.status_code == 200
    assert answer.json() == client.get(f"/api/v1{path}", told).json()


@pytest.mark.clause("SD28-16")
def test_item_16_says_exactly_what_the_list_prints(client):
    item = item_of(client, 16)

    assert item["code"] == "inpatient-reimbursement"
    assert item["name"] == "住院费用报销"
    assert item["main_item"] == "基本医疗保险参保人员医疗费用（零星）报销"
    assert item["audience"] == ["employee", "resident"]
    assert [(material["text"], material["when"]) for material in item["materials"]] == [
        ("医院收费有效票据", []),
        ("费用清单", []),
        ("出院记录（诊断材料）", []),
        (INJURY, ["accident"]),
        (INJURY, ["accident"]),
    ]
    assert item["conditional_materials"][0]["text"] == "急诊可要求提供急诊诊断材料"
    assert item["limit"]["printed"] == "不超过10个工作日"
    assert item["limit"]["working_days"] == 10
    assert item["limit"]["immediate"] is False
    assert item["limit"]["variants"] == []
    assert item["steps"] == ["申请", "受理", "审核", "拨付", "办结"]
    assert item["channels"] == ["现场办理", "网上办理"]
    assert item["remarks"][0] == "地方需增加其他材料必须事前公示，并一次性告知"
    assert item["source"] == {"document": "SD28", "clause": "16", "printed": ""}
    assert [guide["chapter_number"] for guide in item["guides"]] == ["一5.2", "二3.2"]


INJURY = "属于意外伤害情形的，须提供病历复印件、第三方赔付材料（或个人书面承诺书）"


@pytest.mark.clause("SD28-10", "SD28-11")
@pytest.mark.parametrize("number", [10, 11])
def test_a_transfer_takes_15_days_across_provinces_and_9_within(client, number):
    item = item_of(client, number)

    assert variants_of(item) == {
        "cross_province": (False, 15),
        "in_province": (False, 9),
    }
    assert item["limit"]["working_days"] is None


@pytest.mark.clause("SD28-14")
def test_four_diseases_are_recognised_at_once_and_the_others_in_20_days(client):
    item = item_of(client, 14)

    assert list(variants_of(item).values()) == [(True, None)] * 4
    assert item["limit"]["working_days"] == 20


@pytest.mark.clause("SD28-18")
def test_childbirth_takes_4_days_by_the_list_and_10_for_residents_by_the_guide(client):
    item = item_of(client, 18)

    days = {
        terms["audience"]: terms["limit"]["working_days"] for terms in item["terms"]
    }
    assert days == {"employee": 4, "employer": 4, "resident": 10}


def test_one_item_reads_the_same_alone_as_in_the_list(client):
    assert read(client, "/items/inpatient-reimbursement") == item_of(client, 16)


def test_all_36_guides_come_with_every_heading_and_one_reads_the_same_alone(client):
    found = read(client, "/guides")["guides"]

    assert len(found) == 36
    assert all(guide["sections"] for guide in found)
    assert read(client, f"/guides/{found[0]['code']}") == found[0]


def test_a_change_between_two_days_is_told_in_chinese_words(client):
    path = "/items/childbirth-payment/changes"

    quiet = read(client, path, before="2023-07-01", after="2023-07-02")["changes"]
    found = read(client, path, before="2023-07-01", after="2023-12-01")["changes"]

    assert quiet == []
    assert any("30个工作日" in change["words"] for change in found)


def test_a_region_knows_those_above_and_below_it(client):
    region = read(client, "/regions/370700")

    assert [step["code"] for step in region["chain"]] == ["100000", "370000", "370700"]
    assert "370705" in {child["code"] for child in region["children"]}
    codes = {entry["code"] for entry in read(client, "/regions")["regions"]}
    assert {"370700", "440000"} <= codes


def test_every_difference_of_list_and_guide_has_its_ruling(client):
    found = read(client, "/differences")["differences"]

    assert found
    assert all(difference["ruling"]["choice"] for difference in found)


@pytest.mark.clause("GD18-附件1")
def test_guangdong_lists_18_rows_of_what_crosses_regions(client):
    table = client.get("/api/v1/scope/440000").json()

    assert len(table["rows"]) == 18
    assert len(table["sheet"]["columns"]) == 12
