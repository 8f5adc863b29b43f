"""A till sends again, takes back what nobody answered, and keeps its book whole."""

from collections.abc import Iterator
from random import Random

import pytest
from tests.gateways.his_platform import SECRET, Platform, serving

from tongban.config.his_demo.book import Asked, Patient, read_book
from tongban.config.his_demo.care import Till
from tongban.gateways.his import InstitutionSystem, PlatformRefused, PlatformSilent

PATIENT = Patient("1", "310")
SETTLED = {
    "setlinfo": {
        "setl_id": "9",
        "mdtrt_id": "8",
        "clr_type": "11",
        "medfee_sumamt": "10.00",
        "fund_pay_sumamt": "6.00",
        "acct_pay": "1.00",
        "psn_cash_pay": "3.00",
    }
}


class Never(Random):
    """Chance that never has anything go wrong."""

    def randrange(self, *_: int) -> int:  # type: ignore[override]
        return 1


@pytest.fixture
def platform() -> Iterator[Platform]:
    with serving() as found:
        found.outputs["2207"] = SETTLED
        yield found


@pytest.fixture
def till(platform, tmp_path) -> Till:
    system = InstitutionSystem(platform.site, "H1", "医院", "370705", "key", SECRET)
    return Till(system, Never(), read_book(tmp_path / "book.jsonl"), pauses=(0, 0))


def kept(till: Till) -> list[tuple[str, bool]]:
    """What is on disk, not what is in memory."""
    return [(one.settlement, one.refund) for one in read_book(till.book.file).rows]


def test_an_answer_that_got_lost_is_asked_for_with_the_same_key(till, platform):
    platform.silent["2207"] = 2
    till.settle("2207", {}, PATIENT)
    assert platform.numbers() == ["2207"] * 3
    assert len({said["msgid"] for said in platform.sent}) == 1
    assert kept(till) == [("9", False)]


def test_without_any_answer_it_is_taken_back_and_both_rows_are_kept(till, platform):
    platform.silent["2207"] = 3
    with pytest.raises(PlatformRefused, match="已经冲正"):
        till.settle("2207", {}, PATIENT)
    assert platform.numbers() == ["2207"] * 3 + ["2601", "2207"]
    assert kept(till) == [("9", False), ("9", True)]
    assert till.book.open == {}


def test_taken_back_before_it_ever_stood_leaves_no_row(till, platform):
    platform.silent["2207"] = 3
    platform.refusals["2207"] = "已经冲正的报文"
    with pytest.raises(PlatformRefused):
        till.settle("2207", {}, PATIENT)
    assert kept(till) == []
    assert read_book(till.book.file).open == {}


def test_a_platform_that_stays_silent_leaves_the_message_open(till, platform):
    platform.silent["2207"] = platform.silent["2601"] = 9
    with pytest.raises(PlatformSilent):
        till.settle("2207", {}, PATIENT)
    (asked,) = read_book(till.book.file).open.values()
    platform.silent.clear()
    till.finish(asked)
    assert kept(till) == [("9", False), ("9", True)]


def test_a_refused_settlement_is_closed(till, platform):
    platform.refusals["2207"] = "总额不符"
    with pytest.raises(PlatformRefused, match="总额不符"):
        till.settle("2207", {}, PATIENT)
    assert (kept(till), till.book.open) == ([], {})


def test_a_refund_is_entered_when_it_is_answered(till, platform):
    till.settle("2207", {}, PATIENT)
    platform.silent["2208"] = 9
    with pytest.raises(PlatformSilent):
        till.undo("2208", {"setl_id": "9"}, till.book.rows[0])
    assert kept(till) == [("9", False)]
    platform.silent.clear()
    (asked,) = read_book(till.book.file).open.values()
    till.finish(asked)
    assert kept(till) == [("9", False), ("9", True)]


def test_a_refused_refund_is_told(till, platform):
    till.settle("2207", {}, PATIENT)
    platform.refusals["2208"] = "已经退费"
    with pytest.raises(PlatformRefused, match="已经退费"):
        till.undo("2208", {"setl_id": "9"}, till.book.rows[0])
    assert kept(till) == [("9", False)]
    assert till.book.open == {}


def test_a_settlement_that_does_not_add_up_is_a_problem(till, platform):
    platform.outputs["2207"] = {
        "setlinfo": {**SETTLED["setlinfo"], "psn_cash_pay": "3.01"}
    }
    till.settle("2207", {}, PATIENT)
    assert till.problems == ["结算9的各方支付加起来不等于总额"]


def test_what_is_open_names_its_patient(till):
    asked = Asked("m", "2207", "{}", PATIENT)
    till.book.ask(asked)
    assert read_book(till.book.file).open["m"].patient == PATIENT
