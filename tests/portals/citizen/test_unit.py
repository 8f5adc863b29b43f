"""The unit's pages: what waits, and who acts for it."""

import re

from tests.portals.citizen.visitors import hidden, signed_in, words

from tongban.records.accounts.models import Account
from tongban.records.enrolment.models import Cover
from tongban.services.demo.cases import load_demo_cases
from tongban.services.demo.enrolment import load_demo_enrolment
from tongban.services.timekeeping.queries import now


def test_the_dashboard_leads_to_what_is_due_and_what_can_be_done(settings):
    settings.TONGBAN_DEMO = True
    load_demo_cases(now())
    page = signed_in("hospital-city").get("/unit/")

    assert "在办" in words(page)
    assert "申请 ›" in words(page)
    link = re.search(r'href="(/apply/[a-z-]+/)"', page.content.decode())
    assert link
    assert signed_in("hospital-city").get(link.group(1)).status_code == 200


def test_an_operator_is_added_and_removed_and_out_with_the_next_click():
    chief = signed_in("hr-machinery")
    address = "/unit/operators/"
    key = hidden(chief.get(address), "key")
    shown = chief.post(
        address,
        {
            "do": "add",
            "key": key,
            "name": "周慧",
            "login_name": "hr-second",
            "duty": ["apply", "submit"],
        },
    )
    assert "只显示这一次" in words(shown)
    second = signed_in("hr-second")
    assert second.get("/unit/").status_code == 200

    account = Account.objects.get(login_name="hr-second")
    chief.post(address, {"do": "remove", "key": key + "r", "account": account.pk})

    assert second.get("/unit/").status_code == 409
    assert "不再经办" in words(chief.get(address))


def test_the_last_signer_is_told_why_not():
    chief = signed_in("hr-machinery")
    own = Account.objects.get(login_name="hr-machinery").pk

    page = chief.post("/unit/operators/", {"do": "remove", "key": "k", "account": own})

    assert page.status_code == 409
    assert "至少要留一名" in words(page)


def test_persons_and_staff_have_no_business_here():
    assert signed_in("zhaolei").get("/unit/").status_code == 403


def test_an_employer_sees_its_staff_and_its_bill():
    load_demo_enrolment(now())
    unit = signed_in("hr-machinery")
    text = words(unit.get("/unit/staff/"))
    staff = Cover.objects.filter(
        employer__party__accounts__login_name="hr-machinery", state="in_force"
    )
    assert f"今天在保的职工（{staff.count()} 人）" in text
    assert staff.exists()
    first = staff.select_related("person__party").order_by("pk")[0].person.party
    assert first.name in text
    assert first.identifier not in text
    assert "还应缴" in text


def test_a_unit_that_is_no_employer_yet_is_told_what_to_do():
    assert "本单位没有参保登记" in words(signed_in("hr-machinery").get("/unit/staff/"))
