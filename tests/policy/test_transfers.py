"""The files about transfers: read whole, every mistake told with its line."""

from pathlib import Path

import pytest

from tongban.core.transfers.stages import Side
from tongban.core.transfers.terms import NoTransferTerms
from tongban.policy.reading import PolicyErrors
from tongban.policy.transfers import Book, load_transfers, transfer_terms_for

ROOT = Path(__file__).resolve().parents[2] / "policy"


DOUBLE = (
    "  - {route: cross_province, out: 1, in: 1, basis: {source: x,"
    " clause: '', mark: '?', verified: false}}\nsheet:\n"
)


def book_with(tmp_path: Path, old: str, new: str) -> Book:
    text = (ROOT / "transfers" / "370000.yaml").read_text()
    assert old in text
    (tmp_path / "transfers").mkdir()
    changed = tmp_path / "transfers" / "370000.yaml"
    changed.write_text(text.replace(old, new, 1))
    return load_transfers(tmp_path)


@pytest.mark.clause("SD20-2")
def test_shandong_has_its_own_terms():
    terms = transfer_terms_for(load_transfers(ROOT), "370705001")
    assert terms.region == "370000"
    assert terms.days_of("cross_province", Side.OUT) == 10
    assert terms.days_of("in_province", Side.OUT) is None
    assert (terms.sheet.days, terms.sheet.alarm_day) == (5, 3)
    assert terms.automatic.on


def test_an_area_without_a_file_has_the_terms_of_the_nation():
    terms = transfer_terms_for(load_transfers(ROOT), "440100")
    assert terms.region == "100000"
    assert not terms.automatic.on
    assert not terms.continuity.verified


def test_without_terms_of_the_nation_an_area_is_refused(tmp_path: Path):
    book = book_with(tmp_path, "alarm_day: 3", "alarm_day: 2")
    with pytest.raises(NoTransferTerms):
        transfer_terms_for(book, "440100")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("waiting_months: 0", "waiting_months: 7", "超过了国家规定的上限"),
        ("switch_waiting_months: 0", "switch_waiting_months: 7", "上限"),
        ("alarm_day: 3", "alarm_day: 6", "提醒不能晚于期限"),
        (
            "sheet:\n",
            DOUBLE,
            "写了两次",
        ),
        ("days: 5", "days: 0", "370000.yaml:"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, old: str, new: str, said: str):
    with pytest.raises(PolicyErrors) as faults:
        book_with(tmp_path, old, new)
    assert said in str(faults.value)
