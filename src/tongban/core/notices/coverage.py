"""Does every item tell every moment? One cell for each, with words or a reason."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from tongban.core.items.catalogue import ServiceItem, Step
from tongban.core.notices.book import NoticeBook
from tongban.core.notices.moments import CODES_OF, Moment, Way

NEEDED_WAYS: Final = (Way.INBOX, Way.SMS)


class CellState(StrEnum):
    """What a cell of the table says."""

    COVERED = "covered"
    NOT_APPLICABLE = "not_applicable"
    HOLE = "hole"


@dataclass(frozen=True, slots=True)
class Cell:
    """One item at one moment; ``why`` is the reason, or what is missing."""

    item: str
    moment: Moment
    state: CellState
    why: str = ""
    ways: tuple[Way, ...] = ()
    own: bool = False


def _without(step: Step, words: str) -> Callable[[ServiceItem], str]:
    return lambda item: "" if step in item.steps else f"办理环节中没有{words}"


def _no_timed_limit(item: ServiceItem) -> str:
    return "" if any(not one.immediate for one in item.limits) else "即时办结，没有时限"


def _never_rejected(item: ServiceItem) -> str:
    deciding = {Step.REVIEW, Step.ASSESS, Step.NEGOTIATE, Step.SIGN}
    return "" if deciding & set(item.steps) else "没有审核环节，受理即办结"


def _no_pledge(item: ServiceItem) -> str:
    materials = (*item.materials, *item.conditional_materials)
    pledged = any(material.pledge is not None for material in materials)
    return "" if pledged else "材料都不能以承诺代替"


# Why an item cannot come to a moment, read from its own steps, limits, materials.
_EXCLUDED: Final[Mapping[Moment, Callable[[ServiceItem], str]]] = {
    Moment.ACCEPTED: _without(Step.ACCEPT, "受理"),
    Moment.RESCHEDULED: _no_timed_limit,
    Moment.PLEDGE_CHECKED: _no_pledge,
    Moment.PUBLICITY: _without(Step.PUBLICISE, "公示"),
    Moment.REJECTED: _never_rejected,
    Moment.PAID: _without(Step.PAY, "拨付"),
    Moment.PAYMENT_FAILED: _without(Step.PAY, "拨付"),
}


def excluded(item: ServiceItem, moment: Moment) -> str:
    """Return why an item never comes to a moment; empty when it may."""
    reason = _EXCLUDED.get(moment)
    return "" if reason is None else reason(item)


def coverage(
    items: Iterable[ServiceItem], book: NoticeBook, day: date
) -> tuple[Cell, ...]:
    """Return one cell for every item and moment, items in the order given."""
    exempt = {(one.item, one.moment): one.reason for one in book.exempt}
    return tuple(
        _cell(item, moment, book, day, exempt.get((item.code, moment), ""))
        for item in items
        for moment in Moment
    )


def holes(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    """Return the cells without words and without a reason."""
    return tuple(cell for cell in cells if cell.state is CellState.HOLE)


def stale_exemptions(
    items: Iterable[ServiceItem], book: NoticeBook
) -> tuple[tuple[str, Moment], ...]:
    """Return exemptions of items unknown, or of moments their steps exclude anyway."""
    known = {str(item.code): item for item in items}
    return tuple(
        (one.item, one.moment)
        for one in book.exempt
        if one.item not in known or excluded(known[one.item], one.moment)
    )


def _cell(
    item: ServiceItem, moment: Moment, book: NoticeBook, day: date, exempt: str
) -> Cell:
    reason = excluded(item, moment) or exempt
    if reason:
        return Cell(item.code, moment, CellState.NOT_APPLICABLE, reason)
    said: list[frozenset[Way]] = []
    missing: list[str] = []
    for code in CODES_OF[moment]:
        wording = book.wording(code, item=item.code, on=day)
        if wording is None:
            missing.append(code)
            continue
        ways = frozenset(way for way in Way if wording.of(way))
        missing += [f"{code}/{way.value}" for way in NEEDED_WAYS if way not in ways]
        said.append(ways)
    if missing:
        return Cell(item.code, moment, CellState.HOLE, "、".join(missing))
    own = any((item.code, code) in book.own for code in CODES_OF[moment])
    shared = tuple(way for way in Way if all(way in each for each in said))
    return Cell(item.code, moment, CellState.COVERED, ways=shared, own=own)
