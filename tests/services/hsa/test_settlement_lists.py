"""4101: a list says what was settled, to the fen; each upload is kept."""

import pytest
from tests.services.hsa.care import (
    METFORMIN,
    admitted,
    bill,
    charge,
    charge_stay,
    discharged,
    done,
    line,
    registered,
    send,
    stage,
    stay_bill,
)
from tests.services.hsa.stage import PHARMACY, as_owner
from tests.services.hsa.test_settling import info

from tongban.records.settlement.models import ListMove, SettlementList


@pytest.fixture
def stay() -> dict[str, object]:
    """A stay of 1,800: the fund pays 840, the person 960."""
    person = stage()
    visit = admitted(person)
    charge_stay(person, visit, [line(METFORMIN, "1800.00")])
    discharged(person, visit)
    return {"psn_no": person, **info(done("2304", stay_bill(person, visit, "1800.00")))}


def listed(stay: dict[str, object], **changed: str) -> dict[str, object]:
    said = {
        "mdtrt_id": stay["mdtrt_id"],
        "setl_id": stay["setl_id"],
        "ntly": "CHN",
        "prfs": "90",
        "patn_rlts": "0",
        "coner_addr": "潍坊市奎文区",
        "coner_tel": "10000000000",
        "dscg_caty": "A03",
        "bill_code": "1",
        "bill_no": "2",
        "biz_sn": "3",
        "setl_begn_date": "2026-03-02",
        "setl_end_date": "2026-03-02",
        "medins_fill_dept": "病案室",
        "medins_fill_psn": "x",
        "acct_pay": "0.00",
        "psn_cashpay": "960.00",
        **changed,
    }
    paid = [
        {"fund_pay_type": "310100", "fund_payamt": "840.00"},
        {"fund_pay_type": "310200", "fund_payamt": "0.00"},
    ]
    return {
        "setlinfo": said,
        "payinfo": paid,
        "iteminfo": [{"med_chrgitm": "09", "amt": "1800.00"}],
    }


def test_every_upload_is_kept_beside_the_first(stay):
    numbers = [done("4101", listed(stay))["data"]["setl_list_id"] for _ in range(2)]
    assert numbers[0] != numbers[1]
    assert {len(number) for number in numbers} == {9}
    with as_owner():
        rows = SettlementList.objects.order_by("seq")
        assert [row.seq for row in rows] == [1, 2]
        assert "潍坊市奎文区" in rows[0].content


def test_amounts_that_were_not_settled_are_refused(stay):
    given = send("4101", listed(stay, psn_cashpay="960.01", acct_pay="1"))
    assert given.code == -1
    assert "个人账户支付：清单1.00，结算0.00" in given.words
    assert "个人现金支付：清单960.01，结算960.00" in given.words
    wrong = listed(stay)
    wrong["payinfo"] = [{"fund_pay_type": "310100", "fund_payamt": "839.99"}]
    assert "基金支付" in send("4101", wrong).words
    with as_owner():
        assert SettlementList.objects.count() == 0


def test_lists_are_of_stays_that_stand_and_of_ones_own(stay):
    assert send("4101", listed(stay), code=PHARMACY).code == -1
    assert send("4101", listed({**stay, "setl_id": "7"})).code == -1
    person = str(stay["psn_no"])
    visit = registered(person)
    charge(person, visit, [line(METFORMIN, "700.00")])
    clinic = info(done("2207", bill(person, visit, "700.00")))
    assert "不用上传" in send("4101", listed(clinic)).words
    said = {key: stay[key] for key in ("setl_id", "mdtrt_id", "psn_no")}
    done("2305", {"data": said})
    assert "已经撤销" in send("4101", listed(stay)).words


def test_a_list_is_submitted_once_and_locked_then(stay):
    person, number = stay["psn_no"], stay["setl_id"]
    said = {"psn_no": person, "setl_id": number, "stas_type": "1"}
    assert "还没有上传" in send("4102", {"data": said}).words
    done("4101", listed(stay))
    done("4102", {"data": {**said, "stas_type": "0"}})
    done("4102", {"data": {"stastinfo": [said]}})
    done("4102", {"data": said})
    with as_owner():
        (move,) = ListMove.objects.all()
        assert move.state == "1"
    assert "已提交" in send("4101", listed(stay)).words
    back = send("4102", {"data": {**said, "stas_type": "0"}})
    assert "不能改成“未提交”" in back.words
    with as_owner():
        ListMove.objects.create(
            settlement_id=int(str(number)),
            institution_id=move.institution_id,
            state="3",
            message="agency",
            at=move.at,
        )
    done("4101", listed(stay))
    done("4102", {"data": said})


def test_whose_list_and_which_state(stay):
    said = {"psn_no": stay["psn_no"], "setl_id": stay["setl_id"], "stas_type": "1"}
    assert send("4102", {"data": said}, code=PHARMACY).code == -1
    assert "stas_type" in send("4102", {"data": {**said, "stas_type": "9"}}).words
    assert send("4102", {"data": {}}).code == -1
