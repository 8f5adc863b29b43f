"""Reads of the desk: only within one's offices, only for who may, names masked."""

from datetime import date

import pytest
from tests.services.cases.stage import actor, at, envelope, submitted

from tongban.core.access.rights import NotAllowed
from tongban.records.accounts.models import Account
from tongban.services.access.looks import record_look
from tongban.services.cases.mandates import NewMandate, give_mandate
from tongban.services.desk.queries import (
    active_offices,
    latest_looks,
    mandates_of_region,
    office_name,
    office_path_of_case,
    office_region,
    who_looks,
)
from tongban.services.desk.supervision import Watch, extra_attempts
from tongban.services.items.operations import Attempt, record_extra_material_attempt

MONDAY = date(2023, 9, 11)


def looked(login: str, reason: str) -> None:
    party = Account.objects.get(login_name="zhaolei").party_id
    record_look(actor(login), party, at=at("2023-09-11"), reason=reason)


def test_offices_stand_from_the_top_down():
    codes = [office.code for office in active_offices()]
    assert codes.index("370000") < codes.index("370700") < codes.index("370705")
    assert office_name("370705").startswith("奎文区")
    assert office_name("nowhere") == ""


def test_a_station_in_a_hospital_has_a_region_and_an_unknown_office_the_site_s():
    assert office_region("370705") == "370705"
    assert office_region("nowhere") == "370700"


def test_the_office_of_a_case_is_known():
    number = submitted().number
    assert office_path_of_case(number).endswith("/370702/")
    assert office_path_of_case("nobody") == ""


def test_looks_of_the_office_and_below_with_the_person_masked():
    looked("kuiwen-clerk", "窗口办理业务")
    (line,) = latest_looks(actor("supervisor"))
    assert (line.who, line.party, line.reason) == ("韩雪", "赵*", "窗口办理业务")


def test_looks_of_one_colleague():
    looked("clerk1", "甲")
    looked("clerk2", "乙")
    second = Account.objects.get(login_name="clerk2").pk
    assert [line.reason for line in latest_looks(actor("supervisor"))] == ["乙", "甲"]
    only = latest_looks(actor("supervisor"), account_id=second)
    assert [line.reason for line in only] == ["乙"]


@pytest.mark.parametrize("read", [latest_looks, who_looks])
def test_spot_checks_are_for_supervisors(read):
    with pytest.raises(NotAllowed):
        read(actor("reviewer1"))


def test_staff_of_the_offices_below_can_be_chosen():
    names = {name for _, name in who_looks(actor("supervisor"))}
    assert {"孙晓梅", "韩雪", "尤秀芝"} <= names


@pytest.mark.parametrize(
    ("on", "standing"),
    [
        (date(2023, 9, 10), "to_come"),
        (MONDAY, "in_force"),
        (date(2023, 9, 12), "in_force"),
        (date(2023, 9, 13), "over"),
    ],
)
def test_a_mandate_stands_from_its_first_through_its_last_day(on, standing):
    sent = envelope("zhaolei")
    principal = Account.objects.get(login_name="zhaolei").party_id
    give_mandate(
        sent,
        NewMandate(
            principal_id=principal,
            helper_login="town-helper",
            items=(),
            covers_pledges=True,
            from_on=MONDAY,
            until_on=date(2023, 9, 12),
        ),
    )
    (line,) = mandates_of_region(actor("supervisor"), today=on)
    assert (line.principal, line.helper, line.standing) == ("赵*", "秦晓光", standing)


def test_attempts_name_office_and_item_in_words():
    attempt = Attempt(
        region="370705",
        item="inpatient-reimbursement",
        name="居委会证明",
        reason="",
        case_number="",
    )
    clerk = actor("kuiwen-clerk")
    record_extra_material_attempt(attempt, actor=clerk, now=at("2023-09-11"))
    found = extra_attempts(actor("supervisor"), Watch(), today=MONDAY)
    (line,) = found.rows
    assert line.office.startswith("奎文区")
    assert (line.item, line.material) == ("住院费用报销", "居委会证明")
