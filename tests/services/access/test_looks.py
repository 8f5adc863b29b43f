"""Every look of staff at a person is written down and cannot be bent."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from tests.services.access.people import open_citizen, open_clerk, register_person

from tongban.core.access.actor import SYSTEM
from tongban.records.audit.models import AccessLook
from tongban.services.access.looks import ReasonMissing, record_look
from tongban.services.access.queries import actor_of
from tongban.services.access.verify import chain_heads, verify_looks

pytestmark = [pytest.mark.django_db, pytest.mark.clause("PT25-4")]
TODAY = date(2023, 9, 22)
AT = datetime(2023, 9, 22, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


def clerk(login_name: str = "hanxue", office: str = "370705"):
    return actor_of(open_clerk(login_name, office=office), TODAY)


def tamper(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "ALTER TABLE audit_accesslook DISABLE TRIGGER tongban_append_only"
        )
        cursor.execute(statement)
        cursor.execute(
            "ALTER TABLE audit_accesslook ENABLE TRIGGER tongban_append_only"
        )


def test_looks_form_one_chain_for_each_office():
    county, city, party_id = clerk(), clerk("sunxiaomei", "370700"), register_person()

    record_look(county, party_id, at=AT, reason="窗口查询")
    record_look(city, party_id, at=AT, reason="", case_number="370700-2023-1")
    record_look(county, party_id, at=AT, reason="  电话核实 ")

    first, second = AccessLook.objects.filter(office_code="370705").order_by("seq")
    assert (first.seq, first.prev_hash) == (1, "")
    assert (second.seq, second.prev_hash) == (2, first.hash)
    assert second.reason == "电话核实"
    assert AccessLook.objects.get(office_code="370700").seq == 1
    assert verify_looks() == ()
    assert verify_looks(chain_heads()) == ()


@pytest.mark.parametrize("algorithm", ["sha256", "sm3"])
def test_a_changed_look_is_found(settings, algorithm):
    settings.TONGBAN_HASH = algorithm
    actor, party_id = clerk(), register_person()
    for _ in range(3):
        record_look(actor, party_id, at=AT, reason="窗口查询")

    assert verify_looks() == ()
    tamper("UPDATE audit_accesslook SET reason = '无' WHERE seq = 2")

    assert [(found.office_code, found.seq) for found in verify_looks()] == [
        ("370705", 2)
    ]


def test_a_tail_that_was_cut_off_shows_beside_an_earlier_head():
    actor, party_id = clerk(), register_person()
    record_look(actor, party_id, at=AT, reason="窗口查询")
    record_look(actor, party_id, at=AT, reason="窗口查询")
    heads = chain_heads()
    tamper("DELETE FROM audit_accesslook WHERE seq = 2")

    assert verify_looks() == ()
    assert [found.seq for found in verify_looks(heads)] == [2]


def test_a_look_without_reason_or_case_is_refused():
    with pytest.raises(ReasonMissing):
        record_look(clerk(), register_person(), at=AT, reason="  ")

    assert not AccessLook.objects.exists()


def test_people_looking_at_themselves_and_the_system_leave_no_entry():
    account = open_citizen()
    citizen = actor_of(account, TODAY)

    record_look(citizen, citizen.party_ids[0], at=AT, reason="")
    record_look(SYSTEM, citizen.party_ids[0], at=AT, reason="")

    assert not AccessLook.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_looks_written_at_the_same_time_form_one_whole_chain():
    actor, party_id = clerk(), register_person()

    def look_often(_: int) -> None:
        try:
            for _ in range(10):
                record_look(actor, party_id, at=AT, reason="窗口查询")
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as writers:
        list(writers.map(look_often, range(4)))

    assert AccessLook.objects.count() == 40
    assert verify_looks() == ()
