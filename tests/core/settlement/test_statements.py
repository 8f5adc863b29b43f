"""Both sides of a reconciliation compared: totals first, then line by line."""

from tongban.core.settlement.statements import (
    Entry,
    Outcome,
    Totals,
    compare_lines,
    compare_totals,
)

OURS = Totals(2, 1000, 600, 100, 300)


def entry(number: str, fen: int = 1000, funds: int = 600, account: int = 0) -> Entry:
    return Entry(number, "v", "p", fen, funds, account, refund=False)


def test_equal_totals() -> None:
    assert compare_totals(OURS, OURS) == (Outcome.EQUAL, "平")
    assert compare_totals(Totals(2, 1000, 600), OURS)[0] is Outcome.EQUAL


def test_who_has_more() -> None:
    assert compare_totals(Totals(1, 500, 600, 100, 300), OURS)[0] is Outcome.OURS_MORE
    more, words = compare_totals(Totals(3, 1000, 600, 100, 300), OURS)
    assert (more, words) == (Outcome.THEIRS_MORE, "笔数：机构3，中心2")


def test_same_number_other_sums() -> None:
    outcome, words = compare_totals(Totals(2, 1000, 601, 100, 299), OURS)
    assert outcome is Outcome.DIFFERENT
    assert words == "基金支付总额：机构6.01，中心6.00；现金支付：机构2.99，中心3.00"


def test_sums_unknown_to_us_are_nothing() -> None:
    ours = Totals(1, 100, 100)
    assert compare_totals(Totals(1, 100, 100, 0, 0), ours)[0] is Outcome.EQUAL


def test_lines_missing_or_other() -> None:
    ours = {one: entry(one) for one in ("a", "b", "c")}
    theirs = {"b": entry("b"), "c": entry("c", funds=500), "d": entry("d")}
    found = compare_lines(theirs, ours)
    assert [(one.outcome, one.entry.settlement) for one in found] == [
        (Outcome.OURS_MORE, "a"),
        (Outcome.DIFFERENT, "c"),
        (Outcome.THEIRS_MORE, "d"),
    ]
    assert "机构总额10.00、基金5.00" in found[1].words
