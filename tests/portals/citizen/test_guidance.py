"""Life events, places, forms on paper and the short guide, as a visitor sees them."""

import re

import pytest
from django.test import Client
from tests.portals.citizen.visitors import words

from tongban.core.items.terms import audiences_of
from tongban.portals.shared.layout.icons import ICONS
from tongban.services.guidance.life import life_events
from tongban.services.items.queries import items_on
from tongban.services.timekeeping.queries import today


def test_every_life_event_has_a_page_and_a_drawn_icon():
    text = words(Client().get("/life/"))
    for event in life_events():
        answer = Client().get(f"/life/{event.code}/")
        assert event.name in text
        assert event.icon in ICONS
        assert all(one.question in words(answer) for one in event.questions)


def test_a_door_shows_its_own_events_only():
    text = words(Client().get("/life/?who=institution"))
    assert "药店申请定点" in text
    assert "孩子出生了" not in text


@pytest.mark.clause("SD20-16")
def test_the_answers_lead_to_items_papers_limit_and_window():
    text = words(Client().get("/life/birth/?cover=employee&event=delivery"))
    for part in (
        "生育医疗费支付",
        "生育津贴支付",
        "4个工作日",
        "3 件",
        "用于第 1、2、3 件",
    ):
        assert part in text
    assert "可以去的窗口" in text
    assert "委托他人办理时要" in text


def test_a_further_answer_is_kept_and_sharpens_the_list():
    here = "/life/birth/?cover=employee&event=delivery&s.handler=self"
    text = words(Client().get(here))
    assert "委托人授权委托书" not in text
    link = re.findall(r'href="(/items/childbirth-payment/[^"]+)"', _page(here))[0]
    assert "s.handler=self" in link
    assert "s.beneficiary=insured-woman" in link


def test_the_link_of_a_plan_opens_the_guide_with_its_answers():
    page = _page(
        "/life/treatment-here/?scheme=resident&how=inpatient"
        "&s.cause=accident&s.urgency=planned&s.handler=self"
    )
    link = re.findall(r'href="(/items/inpatient-reimbursement/[^"]+)"', page)[0]
    assert "按您选的情况（意外伤害" in words(Client().get(link.replace("&amp;", "&")))


def test_a_way_to_nothing_says_whom_to_ask():
    text = words(Client().get("/life/death/?scheme=resident&bills=none"))
    assert "没有要办的事项" in text
    assert "打电话问" in text


@pytest.mark.parametrize("sent", ["?cover=nonsense", "?cover=employee", ""])
def test_half_an_answer_asks_again(sent):
    text = words(Client().get(f"/life/birth/{sent}"))
    assert "看要办什么" in text


def test_an_unknown_event_is_not_found():
    assert Client().get("/life/wedding/").status_code == 404


@pytest.mark.clause("SD20-19")
def test_places_show_a_map_and_a_list_with_the_same_numbers():
    page = _page("/places/?near=370783112&item=inpatient-reimbursement")
    assert page.count('class="map-mark"') == page.count('class="place-number"') == 9
    assert "离稻田镇最近" in page
    assert "稻田镇便民服务中心" in page
    assert "演示数据" in page


def test_a_second_page_of_places_goes_on_where_the_first_ended():
    first, second = (words(Client().get(f"/places/?page={one}")) for one in (1, 2))
    assert "第 2 页" in second
    assert "潍坊市医疗保险事业中心（演示） 现在" in first
    assert "潍坊市医疗保险事业中心（演示） 现在" not in second


@pytest.mark.parametrize(
    "sent", ["?near=zzz", "?item=zzz", "?aid=zzz", "?page=99", "?page=²", "?near=all"]
)
def test_an_unknown_wish_is_left_out(sent):
    assert Client().get(f"/places/{sent}").status_code == 200


def test_no_place_fits_says_what_to_do():
    text = words(
        Client().get(
            "/places/?item=hospital-designation&near=370705&aid=nursing&open=yes"
        )
    )
    assert "处" in text


def test_every_form_can_be_printed_blank_and_as_a_sample():
    client = Client()
    for item in items_on("370700", today()):
        for audience in audiences_of(item):
            here = f"/items/{item.code}/form/?as={audience.value}"
            blank, sample = client.get(here), client.get(f"{here}&fill=sample")
            assert "申请人（签字）" in words(blank), item.code
            assert "都是虚构的" in words(sample), item.code
            assert "张示例" not in words(blank), item.code


def test_the_short_guide_says_the_same_in_one_screen():
    page = _page("/items/inpatient-reimbursement/?view=short")
    assert len(page) < 6_000
    assert "10个工作日" in page
    assert "完整指南" in page


def test_a_guide_answers_what_is_often_asked_with_the_printed_words():
    text = words(Client().get("/items/chronic-disease-recognition/"))
    assert "要重新做检查、到指定地点体检吗？" in text
    assert "不再重复诊断、检查、化验”（鲁医保" in text


def test_search_lists_the_nearest_first_with_its_ways():
    page = _page("/items/?q=孩子上户口医保")
    first = re.findall(r'<a href="/items/([a-z-]+)/', page[page.index("results") :])[0]
    assert first == "resident-registration"
    assert "现场办理、网上办理" in page
    assert "/life/newborn/" in page


def test_nothing_found_offers_three_ways_on():
    page = _page("/items/?q=钓鱼证办理")
    main = page[page.index("<main") : page.index("<footer")]
    assert all(link in main for link in ('"/life/"', '"/ask/"', '"/places/"'))


def _page(path: str) -> str:
    return str(Client().get(path).content.decode())
