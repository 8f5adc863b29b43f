"""2201 to 2208: an outpatient's bill quoted, settled, undone, to the fen."""

from decimal import Decimal

from tests.services.hsa.care import (
    METFORMIN,
    NIFEDIPINE,
    VITAMINS,
    bill,
    charge,
    done,
    line,
    registered,
    send,
    stage,
)
from tests.services.hsa.stage import as_owner

from tongban.records.settlement.models import FeeLine, Settlement, YearUse


def info(output: object) -> dict[str, object]:
    found = output["setlinfo"]
    assert isinstance(found, dict)
    return found


def test_quote_is_what_is_settled() -> None:
    person = stage()
    visit = registered(person)
    splits = charge(
        person,
        visit,
        [line(METFORMIN, "1000.00"), line(NIFEDIPINE, "200.00"), line(VITAMINS, "50")],
    )
    assert [one["preselfpay_amt"] for one in splits] == [0, Decimal("20.00"), 0]
    quoted = done("2206", bill(person, visit, "1250.00"))
    settled = done("2207", bill(person, visit, "1250.00"))
    same = {"setl_id", "setl_time", "medins_setl_id"}
    assert {k: v for k, v in info(quoted).items() if k not in same} == {
        k: v for k, v in info(settled).items() if k not in same
    }
    told = info(settled)
    assert told["medfee_sumamt"] == Decimal("1250.00")
    assert told["fulamt_ownpay_amt"] == Decimal("50.00")
    assert told["preselfpay_amt"] == Decimal("20.00")
    assert told["inscp_scp_amt"] == Decimal("1180.00")
    assert told["fund_pay_sumamt"] + told["psn_part_amt"] == told["medfee_sumamt"]
    with as_owner():
        row = Settlement.objects.get()
        assert row.total_fen == 125_000
        assert row.journal is not None
        assert sum(p.amount_fen for p in row.journal.postings.all()) == 0
        assert FeeLine.objects.filter(settlement=row).count() == 3


def test_undoing_frees_lines_and_year() -> None:
    person = stage()
    visit = registered(person)
    charge(person, visit, [line(METFORMIN, "1000.00")])
    told = info(done("2207", bill(person, visit, "1000.00")))
    said = {"setl_id": told["setl_id"], "mdtrt_id": visit, "psn_no": person}
    undone = info(done("2208", {"data": said}))
    assert undone["fund_pay_sumamt"] == -told["fund_pay_sumamt"]
    again = send("2208", {"data": said})
    assert again.code == -1
    assert "撤销过" in again.words
    with as_owner():
        year = YearUse.objects.get()
        assert all(set(moved) == {0} for moved in year.purses.values())
        assert FeeLine.objects.filter(settlement=None).count() == 1
    assert send("2207", bill(person, visit, "1000.00")).code == 0
