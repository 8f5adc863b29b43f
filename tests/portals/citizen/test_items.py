"""Finding an item and reading its guide."""

import re

import pytest
from django.test import Client
from tests.portals.citizen.visitors import plain, words

from tongban.core.items.terms import audiences_of
from tongban.services.items.queries import guides_on, items_on
from tongban.services.timekeeping.queries import today

ORDER = (
    "基本信息",
    "办理方式与地点时间",
    "申请条件",
    "申请材料",
    "办理流程",
    "特殊环节",
    "办理时限",
    "收费",
    "结果名称与领取方式",
    "设定依据",
    "咨询与监督电话",
)
INPATIENT = "/items/inpatient-reimbursement/"


def headings(response) -> list[str]:
    return re.findall(r"<h2[^>]*>([^<]+)</h2>", response.content.decode())


def materials(response) -> str:
    page = response.content.decode()
    start = page.index('id="materials"')
    return plain(page[start : page.index('id="flow"')])


@pytest.mark.clause("SD28-通知一")
def test_the_list_shows_all_twenty_eight_items_under_twelve_main_items():
    answer = Client().get("/items/")
    found = headings(answer)

    assert "共 28 项" in words(answer)
    assert len([title for title in found if "医" in title or "险" in title]) >= 12


@pytest.mark.parametrize(
    ("door", "has", "has_not"),
    [
        ("person", "住院费用报销", "零售药店申请定点协议管理"),
        ("employer", "单位参保登记", "住院费用报销"),
        ("institution", "零售药店申请定点协议管理", "单位参保登记"),
    ],
)
def test_a_door_shows_its_own_items_only(door, has, has_not):
    page = Client().get(f"/items/?for={door}").content.decode()
    main = page[page.index("<main") :]

    assert has in main
    assert has_not not in main


@pytest.mark.parametrize("asked", ["看病报销", "zyfybx", "住院"])
def test_search_understands_everyday_words_and_initials(asked):
    page = Client().get("/items/", {"q": asked}).content.decode()

    assert INPATIENT in page


def test_a_search_without_a_hit_says_what_to_try():
    text = words(Client().get("/items/", {"q": "钓鱼证办理"}))

    assert "没有找到对应的事项" in text
    assert "看全部事项" in text


@pytest.mark.clause("SD28-通知二", "PT25-10")
def test_every_item_has_a_guide_page_for_every_audience_in_the_fixed_order():
    client = Client()
    seen = 0
    for item in items_on("370700", today()):
        for audience in audiences_of(item):
            answer = client.get(f"/items/{item.code}/?as={audience.value}")
            found = headings(answer)

            assert answer.status_code == 200, item.code
            places = [found.index(title) for title in ORDER]
            assert places == sorted(places), (item.code, audience)
            seen += 1
    assert seen >= 36


@pytest.mark.clause("SD28-通知二")
def test_every_published_guide_is_drawn_with_its_conditions_and_flow():
    client = Client()
    guides = guides_on("370700", today())
    assert len(guides) == 36
    for guide in guides:
        audience = guide.audiences[0].value
        text = words(client.get(f"/items/{guide.item}/?as={audience}"))
        who = next(one for one in guide.sections if one.heading == "服务对象")

        assert all(line.strip() in text for line in who.lines if line), guide.code
        assert all(box.title in text for box in guide.flow), guide.code


@pytest.mark.clause("SD28-16")
def test_answers_make_the_list_of_materials_exact():
    answers = {
        "as": "resident",
        "s.cause": "accident",
        "s.urgency": "planned",
        "s.handler": "self",
    }
    text = materials(Client().get(INPATIENT, answers))

    assert "按您选的情况（意外伤害、不是急诊、本人办理），需要 5 样材料" in text
    assert "第三方赔付材料" in text
    assert "没有这份材料？可以签承诺书" in text
    assert "急诊诊断材料" not in text
    assert "委托人授权委托书" not in text


@pytest.mark.clause("SD28-16")
def test_before_the_answers_each_condition_is_said():
    text = words(Client().get(INPATIENT))

    assert "意外伤害时要" in text
    assert "急诊时要" in text


def test_half_of_the_answers_leave_the_list_open():
    text = words(Client().get(INPATIENT, {"s.cause": "accident"}))

    assert "按您选的情况" not in text
    assert "急诊时要" in text


def test_two_answers_to_one_question_are_told_and_not_guessed():
    text = words(Client().get(INPATIENT + "?s.cause=accident&s.cause=illness"))

    assert "按您选的情况" not in text
    assert Client().get(INPATIENT + "?s.cause=nonsense").status_code == 200


@pytest.mark.clause("SD28-10", "CN39-七")
def test_a_limit_with_variants_names_each_and_who_set_it():
    text = words(Client().get("/items/transfer-out/"))

    assert "15个工作日" in text
    assert "9个工作日" in text
    assert "国家规定" in text
    assert "20个工作日" in text


@pytest.mark.clause("SD28-12")
def test_an_item_without_materials_says_so():
    text = words(Client().get("/items/long-term-residence-filing/"))

    assert "不需要材料。" in text
    assert "即时办结" in text


@pytest.mark.clause("SD28-18")
def test_a_ruling_stands_beside_the_item_it_settles():
    resident = words(Client().get("/items/childbirth-payment/?as=resident"))
    employee = words(Client().get("/items/childbirth-payment/?as=employee"))

    assert "生育医疗费支付的时限" in resident
    assert "10个工作日" in resident
    assert "居民指南：10个工作日" not in employee


def test_misprints_keep_the_printed_form_in_a_fold():
    page = Client().get("/items/childbirth-payment/").content.decode()
    fold = page[page.index('id="misprints"') :]

    assert "<summary>原文勘误" in fold
    assert "原文印作“对涉及住院并发生等难以界定情形，提供住院病历”" in fold


def test_the_button_to_apply_appears_exactly_where_the_item_is_handled_online():
    client = Client()
    for item in items_on("370700", today()):
        page = client.get(f"/items/{item.code}/").content.decode()
        apply_url = f"/apply/{item.code}/"

        assert (apply_url in page) == ("网上办理</span>" in page), item.code


def test_an_unknown_item_is_not_found_and_says_so_in_chinese():
    answer = Client().get("/items/no-such-item/")

    assert answer.status_code == 404
    assert "items.unknown" in words(answer)
