"""Journey (c): a hospital's designation from application to the signed agreement."""

from datetime import datetime

import pytest
from tests.journeys.window import CHINA, Desk, put_clock

from tongban.core.items.catalogue import Audience
from tongban.records.accounts.models import Account
from tongban.records.cases.models import Case
from tongban.records.parties.models import Party
from tongban.records.register.models import RegisterEntry
from tongban.services.demo.operations import load_demo
from tongban.services.demo.samples import Subject, sample_form
from tongban.services.items.queries import terms_on

LOADED_AT = datetime(2026, 12, 1, 10, tzinfo=CHINA)
APPLIED = datetime(2023, 9, 4, 10, tzinfo=CHINA)


@pytest.fixture
def desk(page, live_server, settings) -> Desk:
    settings.TONGBAN_DEMO = True
    load_demo(LOADED_AT)
    put_clock("2023-09-04")
    return Desk(page, live_server.url)


def fill_form(desk: Desk, party: Party) -> None:
    """Fill the item's own form, whatever fields it has."""
    day = APPLIED.date()
    terms = terms_on("hospital-designation", Audience.PROVIDER, party.region, day)
    subject = Subject(party.name, party.identifier, party.phone)
    sample = sample_form(terms, subject, today=day, situations=("inpatient",))
    for name, value in sample.items():
        rows = value if isinstance(value, list) else [None]
        for place, row in enumerate(rows):
            cells = {name: value} if row is None else row
            for column, typed in cells.items():
                full = name if row is None else f"{name}.{place}.{column}"
                fill_one(desk, full, typed)


def fill_one(desk: Desk, name: str, value: object) -> None:
    field = desk.page.locator(f'[name="{name}"]')
    kind = field.first.evaluate("one => one.type")
    if kind == "radio":
        desk.page.check(f'[name="{name}"][value="{value}"]')
    elif kind == "checkbox":
        field.check()
    elif kind == "select-one":
        field.select_option(str(value))
    else:
        field.fill(str(value))


def apply_at_the_window(desk: Desk) -> str:
    desk.sign_in("clerk1")
    desk.identify("hospital-city")
    desk.choose_item("23", "医疗机构")
    desk.answer("申请哪一类定点", "住院")
    desk.press("按情形更新表单和材料")
    account = Account.objects.select_related("party").get(login_name="hospital-city")
    assert account.party is not None
    fill_form(desk, account.party)
    for box in desk.page.locator("[name=paper]").all():
        box.check()
    desk.page.keyboard.press("F2")
    desk.page.wait_for_url("**/counter/?done=*")
    assert "收件回执" in desk.words()
    assert "最迟办结 2023年11月10日" in " ".join(desk.words().split())
    return Case.objects.get().number


def assessed(desk: Desk, number: str) -> None:
    desk.sign_in("assessor")
    desk.open_case(number)
    form = desk.panel("assess")
    form.locator("[name=method]").select_option(label="实地察看")
    form.locator("[name=assessed_on]").fill("2023-10-11")
    form.locator("[name=assessors]").fill("卫东升、专家甲")
    form.locator("[name=score]").fill("92")
    form.get_by_label("合格", exact=True).check()
    form.locator("[name=words]").fill("设施、人员符合要求")
    desk.press("登记评估结果")
    assert "评估结果已登记" in desk.words()


def negotiated_and_posted(desk: Desk, number: str) -> None:
    desk.sign_in("reviewer2")
    desk.open_case(number)
    form = desk.panel("negotiate")
    form.get_by_label("达成一致", exact=True).check()
    form.locator("[name=words]").fill("就总额预算和结算方式达成一致")
    desk.press("登记协商结果")
    desk.press("发布公示")


def signed(desk: Desk, number: str) -> None:
    desk.open_case(number)
    desk.press("结束公示")
    assert "公示已结束" in desk.words()
    desk.panel("sign").locator("[name=agreement]").fill("潍医协2023-001")
    desk.press("登记协议签订")
    assert "已办结" in desk.words()


@pytest.mark.clause("SD28-23", "PT25-18", "CN39-九")
def test_a_hospital_is_assessed_shown_to_the_public_and_signed(
    desk, accessibility_faults
):
    number = apply_at_the_window(desk)
    desk.sign_in("reviewer1")
    desk.open_case(number)
    desk.press("审核通过")
    put_clock("2023-10-12")
    assessed(desk, number)
    put_clock("2023-10-20")
    negotiated_and_posted(desk, number)
    assert accessibility_faults() == []

    # Five working days: Monday 23 to Friday 27 October; signing from the 30th.
    put_clock("2023-10-27")
    desk.press("结束公示")
    assert "公示还没有结束" in desk.words()
    put_clock("2023-10-30")
    signed(desk, number)

    case = Case.objects.get()
    assert (case.outcome, case.closed_at.date() <= case.due_on) == ("granted", True)
    assert RegisterEntry.objects.get().kind == "hospital-designation"
    desk.page.goto(f"{desk.site}/desk/cases/{number}/receipt/")
    assert "办结通知书" in desk.words()
