"""Journey: a bill is entered at the desk and counted on screen, without a script."""

from datetime import datetime

import pytest
from tests.journeys.window import CHINA, Desk, put_clock, sideways
from tests.portals.citizen.visitors import signed_in
from tests.services.claims.papers import DAY, RECEIPT, approve, bill, claim, enter
from tests.services.hsa.care import stage
from tests.services.hsa.stage import hospital

from tongban.records.settlement.models import Settlement
from tongban.services.access.scope import leave_scope
from tongban.services.demo.operations import load_demo

LOADED_AT = datetime(2026, 12, 1, 10, tzinfo=CHINA)


@pytest.fixture
def desk(page, live_server, settings) -> Desk:
    settings.TONGBAN_DEMO = True
    load_demo(LOADED_AT)
    put_clock(DAY)
    hospital()
    stage("wangjianguo")
    leave_scope()
    return Desk(page, live_server.url)


@pytest.mark.django_db(transaction=True)
def test_a_bill_is_entered_and_its_slip_read(desk, accessibility_faults):
    page, case = desk.page, claim()
    leave_scope()
    desk.sign_in("clerk1")
    page.goto(f"{desk.site}/desk/cases/{case.number}/bills/")
    page.select_option("[name=kind]", "inpatient")
    page.select_option("[name=level]", "tertiary")
    for name, value in {
        "name": "济南示例医院",
        "region": "370100",
        "began_on": "2026-02-01",
        "ended_on": "2026-02-09",
        "receipt": RECEIPT,
        "total": "10000",
        "a": "6000",
        "b": "4000",
    }.items():
        page.fill(f"[name={name}]", value)
    page.fill("[name=b_share]", "10")
    page.get_by_role("button", name="保存并测算").click()
    # 10,000 − 400 first of class B, − 20 % away: 7,680 − 800 = 6,880 × 84 %
    assert "5,779.20元" in page.inner_text("main")
    assert accessibility_faults() == []

    approve(case)
    leave_scope()
    desk.sign_in("reviewer1")
    page.goto(f"{desk.site}/desk/cases/{case.number}/bills/")
    assert "已结算" in page.inner_text("main")
    assert Settlement.objects.get().funds_fen == 577_920


@pytest.mark.django_db(transaction=True)
def test_the_citizen_reads_every_step(desk, accessibility_faults):
    page, case = desk.page, claim()
    enter(case, bill())
    approve(case)
    leave_scope()
    key = signed_in("wangjianguo").cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": key, "url": desk.site}])
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{desk.site}/my/care/")
    assert accessibility_faults() == []
    page.get_by_role("link", name="济南示例医院").click()
    said = page.inner_text("main")
    # 10,000 − 20 % = 8,000 − 800 = 7,200 × 84 %
    for words in ("6,048.00", "800.00", "84%", "未核实"):
        assert words in said
    assert accessibility_faults() == []
    assert not sideways(page)
