"""A remedy is told on the papers and days it is for."""

from datetime import date

from tongban.core.days import Period
from tongban.core.items.catalogue import Citation
from tongban.core.papers.kinds import PaperKind
from tongban.core.papers.remedies import Remedy, remedies_on

OLD = Remedy(
    "旧法",
    frozenset({PaperKind.COMPLETION}),
    Period.through(date(1999, 10, 1), date(2023, 12, 31)),
    Citation("FYF99", "第九条"),
)
NEW = Remedy(
    "新法",
    frozenset({PaperKind.COMPLETION}),
    Period.through(date(2024, 1, 1), None),
    Citation("FYF", "第二十条"),
)


def told(on: date, kind: PaperKind = PaperKind.COMPLETION) -> list[str]:
    return [one.text for one in remedies_on((OLD, NEW), kind=kind, on=on)]


def test_the_law_of_the_day_is_told():
    assert told(date(2023, 12, 31)) == ["旧法"]
    assert told(date(2024, 1, 1)) == ["新法"]
    assert told(date(1999, 9, 30)) == []


def test_a_kind_it_is_not_for_tells_nothing():
    assert told(date(2024, 1, 1), PaperKind.RECEIPT) == []
