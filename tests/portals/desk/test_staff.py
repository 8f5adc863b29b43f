"""The pages of the staff register, devices, absences and shares of work."""

import re

import pytest
from django.test import Client
from tests.portals.desk.staff import accepted, at_desk, case_of, words

from tongban.records.accounts.models import Account
from tongban.records.staff.models import StaffDevice, StaffEntry
from tongban.services.demo.roster import demo_password


@pytest.fixture
def administrator() -> Client:
    return at_desk("administrator")


def key_of(client: Client, address: str) -> str:
    page = client.get(address).content.decode()
    found = re.search(r'name="key" value="([^"]+)"', page)
    assert found, page[:500]
    return found.group(1)


def sent(client: Client, address: str, **fields: object):
    return client.post(address, {"key": key_of(client, address), **fields}, follow=True)


def file_of(login: str) -> str:
    return f"/desk/staff/{Account.objects.get(login_name=login).pk}/"


def test_the_register_lists_searches_and_counts(administrator):
    everybody = words(administrator.get("/desk/staff/"))
    asleep = words(administrator.get("/desk/staff/?state=asleep"))
    found = words(administrator.get("/desk/staff/?q=reviewer1"))

    assert "综合柜员" in everybody
    assert "没有符合条件的人员" in asleep
    assert "审核员" in found
    assert "综合柜员" not in found


def test_a_file_takes_an_agreement_a_training_and_a_right(administrator):
    address = file_of("clerk2")
    sent(
        administrator,
        address,
        do="agreement",
        signed_on="2023-09-11",
        last_on="2023-09-20",
        words="2023-17号",
    )
    sent(administrator, address, do="training", finished_on="2023-09-08", words="规程")
    page = sent(
        administrator,
        address,
        do="give",
        role="reviewer",
        office="370705",
        first="2023-09-11",
    )

    assert "审核员" in words(page)
    assert "2023-17号" in words(page)
    assert "即将到期" in words(page)
    assert "2023年9月20日到期" in words(at_desk("clerk2").get("/desk/"))


def test_what_is_missing_is_said_and_nothing_is_written(administrator):
    page = sent(administrator, file_of("clerk2"), do="training", finished_on="x")

    assert page.status_code == 409
    assert StaffEntry.objects.count() == 0


def test_an_account_is_opened_with_keys_shown_once(administrator):
    page = sent(
        administrator,
        "/desk/staff/open/",
        login_name="zhouhui",
        name="周慧",
        office="370705",
    )

    shown = page.content.decode()
    assert "只显示这一次" in shown
    assert "otpauth://" in shown
    assert Account.objects.get(login_name="zhouhui").display_name == "周慧"


def test_only_administrators_open_the_register():
    assert at_desk("clerk1").get("/desk/staff/").status_code == 403
    assert at_desk("clerk1").get("/desk/devices/").status_code == 403
    assert at_desk("clerk1").get("/desk/share/").status_code == 403


def test_a_computer_joins_with_its_code_and_can_be_struck_off(administrator, client):
    page = sent(administrator, "/desk/devices/", office="370705", name="3号窗口")
    found = re.search(r'desk-code figures">(\d+)<', page.content.decode())
    assert found

    wrong = client.post("/staff/device/", {"code": "0000000000"})
    joined = client.post("/staff/device/", {"code": found.group(1)})

    assert wrong.status_code == 422
    assert joined.cookies["tongban_device"]["httponly"]
    device = StaffDevice.objects.get()
    sent(administrator, "/desk/devices/", do="revoke", device=device.pk)
    device.refresh_from_db()
    assert device.revoked_at is not None


def test_staff_sign_in_only_from_joined_computers_where_that_is_required(
    client, settings
):
    settings.TONGBAN_STAFF_DEVICES = "required"

    page = client.post(
        "/staff/sign-in/", {"login_name": "clerk1", "password": demo_password()}
    )

    assert page.status_code == 422
    assert "没有登记" in words(page)


def test_somebody_enters_days_away_and_cancels_them():
    clerk = at_desk("clerk1")
    other = Account.objects.get(login_name="clerk2")

    page = sent(
        clerk,
        "/desk/away/",
        who=Account.objects.get(login_name="clerk1").pk,
        stand_in=other.pk,
        first="2023-09-12",
        last="2023-09-13",
        words="培训",
    )
    assert other.display_name in words(page)
    row = re.search(r'name="absence" value="(\d+)"', page.content.decode())
    assert row
    page = sent(clerk, "/desk/away/", do="cancel", absence=row.group(1))

    assert "没有人外出" in words(page)


def test_a_supervisor_sees_the_plan_and_gives_out(supervisor):
    number = accepted()
    assert number in words(supervisor.get("/desk/share/"))
    assert case_of(number).assignee.login_name == "clerk1"

    page = sent(supervisor, "/desk/share/", do="give")

    assert "已派出1件" in words(page)
    assert case_of(number).assignee.login_name.startswith("reviewer")


def test_shares_and_the_switch_are_kept(supervisor):
    reviewer = Account.objects.get(login_name="reviewer1")
    page = sent(supervisor, "/desk/share/", do="share", who=reviewer.pk, percent="50")
    assert 'value="50"' in page.content.decode()

    page = sent(supervisor, "/desk/share/", do="on")

    assert "改为手工" in words(page)
