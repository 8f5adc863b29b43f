"""The lines of one's insurance somebody may call wrong, as they were shown."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tongban.core.access.parties import Scheme
from tongban.core.money import yuan_text
from tongban.services.enrolment.own import CoverWords, Insurance, Span, insurance_of
from tongban.services.enrolment.queries import covers_of
from tongban.services.matching.own import applied_facts


@dataclass(frozen=True, slots=True)
class DoubtedLine:
    """A line: its name in an address, what it is of, what is registered.

    ``item`` is the change (item 5 or 6) that would put it right.
    """

    name: str
    label: str
    held: str
    item: str


def doubted_line(party_id: int, name: str, *, day: date) -> DoubtedLine | None:
    """Return the line of this name among one's own, or nothing."""
    covers = covers_of(party_id)
    resident = bool(covers) and covers[0].scheme is Scheme.RESIDENT
    item = "resident-change" if resident else "employee-change"
    found = insurance_of(party_id, day=day, span=Span(date.min, date.max))
    lines = (
        *_covers(found),
        *_months(found),
        *_premiums(found),
        *_waits(found),
        *_facts(party_id),
    )
    return next(
        (
            DoubtedLine(name, label, held, item)
            for key, label, held in lines
            if key == name
        ),
        None,
    )


def _covers(found: Insurance) -> Iterator[tuple[str, str, str]]:
    for line in found.covers:
        yield line.code, "参保登记", _cover_words(line)


def _cover_words(line: CoverWords) -> str:
    last = "" if line.last is None else f"到{line.last}"
    parts = (line.scheme, line.kind, line.state, f"{line.first}起{last}", line.employer)
    return "，".join(part for part in parts if part)


def _months(found: Insurance) -> Iterator[tuple[str, str, str]]:
    for line in found.months:
        paid = "没有到账" if line.paid_on is None else f"{line.paid_on}到账"
        held = (
            f"{line.payer}，基数{yuan_text(line.base_fen)}元，"
            f"单位{yuan_text(line.unit_fen)}元，个人{yuan_text(line.own_fen)}元，{paid}"
        )
        yield line.code, f"{line.month:%Y年%m月}缴费", held


def _premiums(found: Insurance) -> Iterator[tuple[str, str, str]]:
    for line in found.premiums:
        paid = "没有到账" if line.paid_on is None else f"{line.paid_on}到账"
        amounts = f"个人{yuan_text(line.own_fen)}元，资助{yuan_text(line.aided_fen)}元"
        held = f"{line.tier}，{amounts}，{paid}"
        yield line.code, f"{line.year}年度居民缴费", held


def _waits(found: Insurance) -> Iterator[tuple[str, str, str]]:
    for line in found.waits:
        held = f"{line.first}到{line.last}，{'；'.join(line.why)}"
        yield line.code, "待遇等待期", held


def _facts(party_id: int) -> Iterator[tuple[str, str, str]]:
    for line in applied_facts(party_id):
        held = f"{line.source}：{line.what}，{line.happened_on}，办件{line.case_number}"
        yield line.code, "部门共享数据", held
