"""Bills of a claim at the desk, and the slip the citizen sees afterwards."""

import pytest
from django.test import Client
from tests.portals.citizen.visitors import signed_in
from tests.portals.desk.staff import hidden, move_clock, words
from tests.services.claims.papers import DAY, RECEIPT, claim, pay
from tests.services.hsa.care import stage
from tests.services.hsa.stage import hospital

from tongban.records.claims.models import ClaimBill
from tongban.records.settlement.models import Settlement
from tongban.services.access.scope import leave_scope

SENT = {
    "do": "enter",
    "kind": "inpatient",
    "name": "济南示例医院",
    "level": "tertiary",
    "region": "370100",
    "began_on": "2026-02-01",
    "ended_on": "2026-02-09",
    "receipt": RECEIPT,
    "total": "10000",
    "a": "6000",
    "b": "3000",
    "b_share": "10",
    "c": "1000",
    "emergency": "on",
}


@pytest.fixture
def number(db: None) -> str:
    """A claim that was accepted, of an employee with cover."""
    move_clock(DAY)
    hospital()
    stage("wangjianguo")
    found = claim().number
    leave_scope()
    return found


def entered(client: Client, number: str, **changes: str) -> str:
    url = f"/desk/cases/{number}/bills/"
    key = hidden(client.get(url), "key")
    answer = client.post(url, {**SENT, "key": key, **changes}, follow=True)
    return words(answer)


def test_a_bill_is_entered_counted_approved_and_seen_by_the_citizen(
    clerk: Client, reviewer: Client, number: str
):
    # 9,000 of 10,000 are listed; of class B 300 first; away and not filed
    # 20 % first: 8,700 − 1,740 − 800 = 6,160 × 84 %
    said = entered(clerk, number)
    assert "票据已保存" in said
    assert "5,174.40" in said
    assert "未核实" in said
    assert "票据与测算" in words(clerk.get(f"/desk/cases/{number}/"))

    page = reviewer.get(f"/desk/cases/{number}/")
    assert "金额由系统按录入的票据计算" in words(page)
    sent = {"do": "approve", "words": "同意"}
    sent |= {name: hidden(page, name) for name in ("key", "version")}
    reviewer.post(f"/desk/cases/{number}/", sent)
    assert Settlement.objects.get().funds_fen == 517_440
    shown = words(reviewer.get(f"/desk/cases/{number}/bills/"))
    assert "已结算" in shown
    assert "录入票据" not in shown
    pay(Settlement.objects.get().case, "5174.40")

    owner = signed_in("wangjianguo")
    listed = owner.get("/my/care/")
    assert "济南示例医院" in words(listed)
    slip = words(owner.get(f"/my/care/{Settlement.objects.get().pk}/"))
    assert "5,174.40" in slip
    assert "甲类合计" in slip
    assert "职工住院统筹" in slip
    other = signed_in("zhaolei")
    assert "还没有就医结算" in words(other.get("/my/care/"))
    assert other.get(f"/my/care/{Settlement.objects.get().pk}/").status_code == 404


def test_what_is_wrong_is_said_and_what_was_typed_stays(clerk: Client, number: str):
    said = entered(clerk, number, total="1", name="", level="")
    for field in ("就诊机构", "机构等级", "票据金额"):
        assert field in said
    assert "应为18位数字" in entered(clerk, number, receipt="12")
    assert "明细第1行" in entered(clerk, number, items="X")
    assert not ClaimBill.objects.exists()
    page = clerk.post(f"/desk/cases/{number}/bills/", {**SENT, "total": "1"})
    assert 'value="370100"' in page.content.decode()


def test_a_bill_is_corrected_and_taken_out(clerk: Client, number: str):
    entered(clerk, number)
    first = ClaimBill.objects.get()
    page = clerk.get(f"/desk/cases/{number}/bills/?replaces={first.pk}")
    assert "更正票据" in words(page)
    changed = {"total": "9000", "c": "", "replaces": str(first.pk)}
    assert "票据已保存" in entered(clerk, number, **changed)
    second = ClaimBill.objects.get(withdrawn_at=None)
    assert second.replaces_id == first.pk
    gone = {"do": "withdraw", "bill": str(second.pk)}
    assert "票据已撤下" in entered(clerk, number, **gone)
    assert "没有这张票据" in entered(clerk, number, **{**gone, "bill": "999999"})
    assert "还没有录入票据" in words(clerk.get(f"/desk/cases/{number}/bills/"))
