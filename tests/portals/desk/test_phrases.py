"""Standard phrases, and what may not be decided with one."""

import re

import pytest
from tests.portals.desk.staff import (
    accepted,
    at_desk,
    case_of,
    handed_in,
    page_of,
    send,
    words,
)
from tests.services.cases.stage import actor

from tongban.records.desk.models import Phrase
from tongban.services.access.scope import scoped

TEXT = "票据与清单一致，同意支付。"


def add(client, *, owner: str = "mine", text: str = TEXT, kind: str = "approve"):
    page = client.get("/desk/phrases/").content.decode()
    key = re.search(r'name="key" value="([^"]+)"', page)
    assert key is not None
    sent = {"do": "add", "kind": kind, "owner": owner, "text": text}
    return client.post("/desk/phrases/", {**sent, "key": key.group(1)}, follow=True)


def test_ones_own_phrase_is_offered_to_oneself_only(reviewer):
    number = accepted()
    add(reviewer)
    assert f'value="{TEXT}"' in page_of(reviewer, number).content.decode()
    other = at_desk("reviewer2")
    assert f'value="{TEXT}"' not in page_of(other, number).content.decode()


def test_a_phrase_of_the_office_is_offered_to_the_offices_below(supervisor, reviewer):
    add(supervisor, owner="office")
    assert TEXT in words(reviewer.get("/desk/phrases/"))
    assert TEXT in words(at_desk("kuiwen-reviewer").get("/desk/phrases/"))


def test_only_who_leads_the_office_keeps_its_phrases(reviewer):
    assert "权限" in words(add(reviewer, owner="office"))
    assert not Phrase.objects.exists()


def test_the_second_wall_keeps_a_county_from_changing_the_citys_phrases(supervisor):
    add(supervisor, owner="office")
    with scoped(actor("kuiwen-reviewer")):
        row = Phrase.objects.get()
        row.text = "改掉"
        with pytest.raises(Exception, match="row-level security"):
            row.save()


def test_twice_the_same_and_nothing_are_refused_and_what_was_typed_stays(reviewer):
    add(reviewer)
    assert "已经有相同的常用意见" in words(add(reviewer))
    assert "请写明常用意见" in words(add(reviewer, text="  "))


def test_a_retired_phrase_is_gone_and_may_come_back(reviewer):
    add(reviewer)
    row = Phrase.objects.get()
    sent = {"do": "retire", "phrase": str(row.pk), "key": "k"}
    stranger = at_desk("reviewer2").post("/desk/phrases/", sent)
    assert stranger.status_code == 409
    reviewer.post("/desk/phrases/", sent)
    assert TEXT not in words(reviewer.get("/desk/phrases/"))
    add(reviewer)
    assert Phrase.objects.filter(retired_at=None).count() == 1


@pytest.mark.clause("CN39-九")
@pytest.mark.parametrize(
    "typed", ["不符合本事项的享受条件：", " 不符合本事项的享受条件 "]
)
def test_a_refusal_is_not_written_with_a_phrase_alone(reviewer, typed):
    number = accepted()
    answer = send(reviewer, number, "reject", words=typed, clause="通知第三条")
    assert "不能只用常用意见" in words(answer)
    assert case_of(number).state == "open"
    answer = send(
        reviewer, number, "reject", words=f"{typed}参保时间不足", clause="通知第三条"
    )
    assert case_of(number).outcome == "rejected"


@pytest.mark.clause("CN39-九")
def test_not_accepting_is_not_written_with_ones_own_phrase_either(clerk):
    number = handed_in()
    add(clerk, kind="cure", text="请补盖公章")
    sent = {"reason": "not-the-audience", "words": "请补盖公章"}
    answer = send(clerk, number, "refuse", **sent)
    assert "不能只用常用意见" in words(answer)
    assert case_of(number).state == "open"
