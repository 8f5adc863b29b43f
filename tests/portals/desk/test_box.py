"""The one box of a window, the person's card, and the keys of the main actions."""

import re

import pytest
from tests.portals.citizen.visitors import hidden
from tests.portals.desk.staff import (
    identified,
    identifier_of,
    waiting_after_accident,
    words,
)
from tests.portals.desk.test_counter import fill, opened, typed
from tests.services.cases.stage import submitted

from tongban.records.accounts.models import Account
from tongban.records.audit.models import AccessLook
from tongban.records.cases.models import Draft
from tongban.records.parties.models import Party

RIDE = {"reason": "窗口办理业务"}


@pytest.mark.parametrize(
    "typed_text",
    ["zl", "ＺＬ", "赵 磊", "{phone}", " {identifier}\r\n"],
    ids=["initials", "wide initials", "name", "phone", "scanned card"],
)
def test_the_one_box_takes_whatever_somebody_brings(clerk, typed_text):
    party = Account.objects.select_related("party").get(login_name="zhaolei").party
    text = typed_text.format(phone=party.phone, identifier=party.identifier)
    answer = clerk.post("/desk/counter/", {**RIDE, "identifier": text}, follow=True)
    found = words(answer)
    if "请选择来办事的人" in found:
        chosen = {**RIDE, "do": "choose", "party": str(party.pk)}
        assert f'name="party" value="{party.pk}"' in answer.content.decode()
        found = words(clerk.post("/desk/counter/", chosen, follow=True))
    assert "正在接待" in found
    assert "赵磊" not in found
    assert AccessLook.objects.get().party == party


def test_choosing_among_namesakes_shows_masked_data_and_logs_only_the_chosen(clerk):
    first = Party.objects.get(pk=Account.objects.get(login_name="zhaolei").party_id)
    twin = Account.objects.select_related("party").get(login_name="limin").party
    Party.objects.filter(pk=twin.pk).update(
        name_index=first.name_index, initials_index=first.initials_index
    )
    answer = clerk.post("/desk/counter/", {**RIDE, "identifier": "zl"})
    assert "请选择来办事的人" in words(answer)
    assert first.identifier not in answer.content.decode()
    assert not AccessLook.objects.exists()


@pytest.mark.parametrize(
    ("typed_text", "told"),
    [
        ("", "请输入或者扫描"),
        ("查无此人", "没有找到登记信息"),
        ("3707022023091199999999", "没有找到登记信息"),
        ("A999", "没有找到登记信息"),
    ],
)
def test_what_names_nobody_is_told_and_stays_in_the_box(clerk, typed_text, told):
    answer = clerk.post("/desk/counter/", {**RIDE, "identifier": typed_text})
    assert answer.status_code == 422
    assert told in words(answer)
    assert f'value="{typed_text}"' in answer.content.decode()


def test_a_case_number_opens_the_case_and_takes_its_applicant_in(clerk):
    number = submitted("2023-09-11").number
    answer = clerk.post("/desk/counter/", {**RIDE, "identifier": number})
    assert answer["Location"] == f"/desk/cases/{number}/"
    assert "正在接待" in words(clerk.get("/desk/counter/"))


def test_whole_numbers_are_shown_once_and_only_with_a_reason(clerk):
    identified(clerk)
    without = clerk.post("/desk/counter/", {"do": "reveal", "why": " "})
    assert identifier_of("zhaolei") not in without.content.decode()
    shown = clerk.post("/desk/counter/", {"do": "reveal", "why": "核对银行卡"})
    assert identifier_of("zhaolei") in shown.content.decode()
    assert AccessLook.objects.order_by("-seq").first().reason == "核对银行卡"
    assert identifier_of("zhaolei") not in clerk.get("/desk/counter/").content.decode()


@pytest.mark.parametrize("asked", ["16", "inpatient-reimbursement"])
def test_a_number_or_code_opens_its_form_for_the_own_insurance(clerk, asked):
    page = identified(clerk).get("/desk/counter/")
    sent = {"q": asked, "key": hidden(page, "key")}
    answer = clerk.post("/desk/counter/pick/", sent, follow=True)
    assert "住院费用报销" in words(answer)
    assert Draft.objects.get().audience == "resident"


def test_words_that_mean_several_items_are_listed(clerk):
    page = identified(clerk).get("/desk/counter/")
    sent = {"q": "报销", "key": hidden(page, "key")}
    answer = clerk.post("/desk/counter/pick/", sent, follow=True)
    assert "查找结果" in words(answer)
    assert not Draft.objects.exists()


def test_the_five_main_actions_stand_in_their_order_with_their_keys(clerk):
    page = opened(identified(clerk)).content.decode()
    keys = re.findall(r'name="do" value="(\w+)" data-key="(F\d+)"', page)
    assert [pair for pair in keys if pair[0] != "update"] == [
        ("accept", "F2"),
        ("notice", "F3"),
        ("refuse", "F4"),
        ("transfer", "F6"),
        ("save", "F8"),
    ]


def test_passing_on_opens_the_case_at_the_offices_in_charge(clerk):
    page = opened(identified(clerk))
    answer = fill(clerk, page, "transfer", **typed(paper=[]))
    assert '<details id="transfer" open>' in answer.content.decode()


def test_an_open_case_of_the_same_item_is_shown_before_typing(clerk):
    number = submitted("2023-09-11").number
    page = words(opened(identified(clerk)))
    assert "此人已有同一事项在办" in page
    assert number in page
    assert "在办 1 件" in words(clerk.get("/desk/counter/"))


def test_after_acceptance_the_box_waits_for_the_next_person(clerk):
    page = opened(identified(clerk))
    body = fill(clerk, page, "accept", **typed()).content.decode()
    box = re.search(r'<input id="f-identifier"[^>]*>', body)
    assert box is not None
    assert "autofocus" in box.group(0)
    assert "data-print-now" in body
    assert body.count("autofocus") == 1


def test_what_is_missing_and_who_may_help_stand_beside_the_person(clerk):
    waiting_after_accident(clerk)
    page = words(identified(clerk).get("/desk/counter/"))
    assert "还缺：病历复印件、第三方赔付材料" in page
    assert "未读消息" in page
