"""People and units at the desk: a reason first, everything in one place, masked."""

import re

import pytest
from tests.portals.citizen.visitors import MONDAY, hidden, words
from tests.portals.desk.staff import at_desk, page_of, send
from tests.services.enrolment.people import (
    NEWCOMER,
    finished,
    flexible,
    hiring,
    registered_employer,
    submitted,
)
from tests.services.ledger.books import party_of, put

from tongban.records.audit.models import AccessLook
from tongban.records.enrolment.models import Cover, Overlap
from tongban.records.parties.models import Party, phone_mark
from tongban.services.demo.enrolment import load_demo_enrolment
from tongban.services.enrolment.people import find_person
from tongban.services.timekeeping.operations import set_clock

SEARCH = "/desk/people/"
OVERLAPS = "/desk/overlaps/"
WHY = "电话核对办件"


@pytest.fixture
def register():
    load_demo_enrolment(MONDAY)


def found(client, text, **changes):
    sent = {"identifier": text, "reason": WHY, "key": "k", **changes}
    return client.post(SEARCH, sent, follow=True)


@pytest.mark.clause("PT25-4")
def test_one_number_opens_everything_of_a_person_masked(register):
    put("wangjianguo", 12_345)
    party = Party.objects.get(pk=party_of("wangjianguo"))
    page = found(at_desk("clerk1"), party.identifier)
    text = words(page)
    assert page.redirect_chain == [(f"{SEARCH}{party.pk}/", 302)]
    assert "职工基本医疗保险" in text
    assert "职工缴费" in text
    assert "余额 123.45 元" in text
    assert "没有激活" in text
    assert "没有在办的办件" in text
    assert party.name not in text
    assert party.identifier not in text
    assert AccessLook.objects.get(party_id=party.pk).reason == WHY


def test_an_address_alone_opens_nothing(register):
    client = at_desk("clerk1")
    address = f"{SEARCH}{party_of('wangjianguo')}/"
    asked = words(client.get(address))
    assert "为什么看" in asked
    assert "职工缴费" not in asked
    assert not AccessLook.objects.exists()
    assert client.post(address, {"reason": "", "key": "k"}).status_code >= 400
    opened = client.post(address, {"reason": WHY, "key": "k"}, follow=True)
    assert "职工缴费" in words(opened)
    assert "为什么看" in words(client.get(f"{SEARCH}{party_of('limin')}/"))


def test_the_permit_ends_by_itself(register):
    set_clock(moment=MONDAY, set_by="tests")
    client = at_desk("clerk1")
    party = Party.objects.get(pk=party_of("wangjianguo"))
    found(client, party.identifier)
    set_clock(moment=MONDAY.replace(hour=11), set_by="tests")
    assert "为什么看" in words(client.get(f"{SEARCH}{party.pk}/"))


def test_the_full_number_is_shown_once_and_on_record(register):
    client = at_desk("clerk1")
    party = Party.objects.get(pk=party_of("wangjianguo"))
    address = f"{SEARCH}{party.pk}/"
    assert party.identifier not in words(client.post(address, {"do": "reveal"}))
    found(client, party.identifier)
    shown = client.post(address, {"do": "reveal", "key": "k"})
    assert party.identifier in words(shown)
    assert party.identifier not in words(client.get(address))
    assert AccessLook.objects.filter(reason__startswith="查看完整证件号码").count() == 1


def test_several_who_fit_are_listed_masked_and_nobody_is_said_so(register):
    client = at_desk("reviewer1")
    page = found(client, "10000000000")
    assert "没有" in words(page)
    twins = Party.objects.filter(kind="person")[:2]
    for twin in twins:
        twin.phone = "10099998888"
        twin.phone_index = phone_mark("10099998888")
        twin.save()
    listed = found(client, "10099998888")
    assert "可能是这几位" in words(listed)
    assert not AccessLook.objects.exists()
    sent = {"do": "choose", "party": twins[1].pk, "reason": WHY}
    chosen = client.post(SEARCH, sent, follow=True)
    assert chosen.redirect_chain[-1][0] == f"{SEARCH}{twins[1].pk}/"
    assert client.post(SEARCH, {**sent, "reason": ""}).status_code >= 400


def test_a_unit_shows_its_staff_masked_and_its_bill(register):
    unit = Party.objects.get(pk=party_of("hr-machinery"))
    page = found(at_desk("clerk1"), unit.identifier)
    text = words(page)
    assert unit.name in text
    assert "在保职工" in text
    assert "还应缴" in text
    staff = Cover.objects.filter(employer_id=unit.pk, state="in_force")
    names = {Party.objects.get(pk=cover.person_id).name for cover in staff}
    assert not any(name in text for name in names)


def test_the_history_tells_what_changed_and_by_which_case():
    registered_employer()
    number = submitted(hiring("hr-machinery", "2026-01-06"), "2026-01-06")
    finished(number, "2026-01-06")
    text = words(found(at_desk("supervisor"), NEWCOMER))
    assert "参保关系 （新增）" in text
    assert "缴费基数（元）：5,000.00" in text
    assert f"办件 {number}" in text
    assert "户籍地：山东省潍坊市奎文区" in text
    assert NEWCOMER not in text


@pytest.mark.parametrize("login", ["town-helper", "cataloguer", "administrator"])
def test_others_of_the_staff_find_no_register(login):
    assert at_desk(login).get(SEARCH).status_code == 403


@pytest.mark.clause("SD28-2")
def test_a_supervisor_takes_a_case_back_and_sees_what_falls():
    registered_employer()
    number = submitted(hiring("hr-machinery", "2026-01-06"), "2026-01-06")
    finished(number, "2026-01-06")
    supervisor = at_desk("supervisor")
    assert "撤销办件" not in words(page_of(at_desk("clerk1"), number))
    page = words(page_of(supervisor, number))
    assert "新增的参保关系作废" in page
    assert "新增的缴费月份作废" in page
    assert "撤销的理由" in words(send(supervisor, number, "take-back", words=""))
    done = send(supervisor, number, "take-back", words="登记错了人")
    assert "办件已撤销" in words(done)
    person = find_person(NEWCOMER)
    assert person is not None
    assert set(Cover.objects.values_list("state", flat=True)) == {"void"}
    assert "撤销的理由" not in words(page_of(supervisor, number))
    text = words(found(supervisor, NEWCOMER))
    assert "已撤销" in text
    assert "撤销办件" in text


def disputed() -> Overlap:
    registered_employer()
    finished(
        submitted(flexible("wangjianguo", "2026-01-05"), "2026-01-05"), "2026-01-05"
    )
    party = Party.objects.get(pk=party_of("wangjianguo"))
    new = hiring("hr-machinery", "2026-01-06", party.identifier, party.name)
    finished(submitted(new, "2026-01-06"), "2026-01-06")
    return Overlap.objects.get()


def test_a_dispute_is_resolved_with_a_reason_by_a_reviewer_of_its_region():
    row = disputed()
    assert "由审核人员处理" in words(at_desk("clerk1").get(OVERLAPS))
    reviewer = at_desk("reviewer1")
    page = reviewer.get(OVERLAPS)
    assert "新的参保" in words(page)
    assert "已有的参保" in words(page)
    sent = {"key": hidden(page, "key"), "overlap": row.pk, "resolution": "take_new"}
    assert "处理说明" in words(reviewer.post(OVERLAPS, sent))
    done = reviewer.post(OVERLAPS, {**sent, "words": "已离开原单位"}, follow=True)
    assert "已改为新的参保" in words(done)
    assert "没有待处理的重复参保" in words(done)
    row.refresh_from_db()
    assert (row.resolution, row.words) == ("take_new", "已离开原单位")


def test_who_may_not_review_there_resolves_nothing():
    row = disputed()
    sent = {"overlap": row.pk, "resolution": "take_new", "words": "x", "key": "k"}
    answer = at_desk("clerk1").post(OVERLAPS, sent)
    assert answer.status_code == 403
    Overlap.objects.update(region="370102")
    assert at_desk("reviewer1").post(OVERLAPS, sent).status_code in {403, 409}
    row.refresh_from_db()
    assert row.resolved_at is None
    assert re.search("没有待处理", words(at_desk("reviewer1").get(OVERLAPS)))
