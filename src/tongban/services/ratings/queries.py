"""Ratings for everybody to read: monthly counts by region, office and item."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from django.db import connection

from tongban.core.items.regions import digits_within
from tongban.core.ratings.publishing import (
    Counts,
    Group,
    added,
    hide_small,
    month_of,
    share_words,
    total_is_shown,
)
from tongban.core.refusals import Refusal
from tongban.services.items.queries import has_region, region_named
from tongban.services.ratings.rules import grade_book, rating_rules

NO_ITEM: Final = "窗口服务（未选事项）"
COUNTY_DIGITS: Final = 6


class GroupingUnknown(Refusal):
    """Results are grouped by region, office or item, and sorted by a column."""

    code = "ratings.grouping_unknown"

    def __init__(self) -> None:
        super().__init__("By region, office or item.")


class Grouping(StrEnum):
    """What one line of the results stands for."""

    REGION = "region"
    OFFICE = "office"
    ITEM = "item"


GROUPING_WORDS: Final = {
    Grouping.REGION: "地区",
    Grouping.OFFICE: "机构",
    Grouping.ITEM: "事项",
}


class ResultOrder(StrEnum):
    """How the lines are sorted; hidden ones come last."""

    NAME = "name"
    MOST = "most"
    WORST = "worst"


ORDER_WORDS: Final = {
    ResultOrder.NAME: "名称",
    ResultOrder.MOST: "评价次数",
    ResultOrder.WORST: "差评次数",
}


@dataclass(frozen=True, slots=True)
class Results:
    """The results of one region and month; ``total`` is nothing when too small."""

    region: str
    region_name: str
    first: date
    last: date
    total: Counts | None
    groups: tuple[Group, ...]
    hidden_below: int


@dataclass(frozen=True, slots=True)
class MonthCounts:
    """A month in a few figures, for the openness strip; small months say nothing."""

    ratings: int
    bad: int
    settled: int
    shown: bool
    good_share: str


@dataclass(frozen=True, slots=True)
class _Row:
    region: str
    office: str
    item: str
    item_name: str
    counts: Counts


def month_counts(*, region: str, today: date) -> MonthCounts:
    """Return this month's ratings of a region so far; anybody may ask."""
    return span_counts(region=region, first=month_of(today)[0], last=today)


def span_counts(*, region: str, first: date, last: date) -> MonthCounts:
    """Return the ratings of a region from ``first`` through ``last``."""
    rows = _rows(region, first, last, today=last)
    total = added(row.counts for row in rows)
    shown = total_is_shown(total, below=rating_rules().hidden_below)
    return MonthCounts(
        ratings=total.total if shown else 0,
        bad=total.bad if shown else 0,
        settled=total.settled if shown else 0,
        shown=shown,
        good_share=share_words(total.good, total.total) if shown else "—",
    )


def results(
    *,
    region: str,
    month: date,
    today: date,
    by: Grouping = Grouping.OFFICE,
    order: ResultOrder = ResultOrder.NAME,
) -> Results:
    """Return a month's results of a region; groups too small are hidden."""
    first, last = month_of(month)
    below = rating_rules().hidden_below
    rows = _rows(region, first, last, today=today)
    total = added(row.counts for row in rows)
    groups = hide_small(_grouped(rows, by), below=below)
    return Results(
        region=region,
        region_name=region_named(region).name,
        first=first,
        last=last,
        total=total if total_is_shown(total, below=below) else None,
        groups=tuple(sorted(groups, key=lambda group: _place(group, order))),
        hidden_below=below,
    )


def _place(group: Group, order: ResultOrder) -> tuple[bool, int, str]:
    if order is ResultOrder.MOST:
        return (group.hidden, -group.counts.total, group.code)
    if order is ResultOrder.WORST:
        return (group.hidden, -group.counts.bad, group.code)
    return (group.hidden, 0, group.code)


def _grouped(rows: Iterable[_Row], by: Grouping) -> list[Group]:
    names: dict[str, str] = {}
    parts: dict[str, list[Counts]] = {}
    for row in rows:
        code, name = _group_of(row, by)
        names[code] = name
        parts.setdefault(code, []).append(row.counts)
    return [Group(code, names[code], added(parts[code])) for code in parts]


def _group_of(row: _Row, by: Grouping) -> tuple[str, str]:
    if by is Grouping.OFFICE:
        return row.office, row.office
    if by is Grouping.ITEM:
        return row.item, row.item_name or NO_ITEM
    county = row.region[:COUNTY_DIGITS]
    return county, region_named(county).name if has_region(county) else county


def _rows(region: str, first: date, last: date, *, today: date) -> list[_Row]:
    known = {grade.code for grade in grade_book().grades}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT region, office, item, item_name, grade, ratings, bad, settled, late"
            " FROM rating_counts(%s, %s, %s, %s)",
            (digits_within(region), first, last, today),
        )
        found = cursor.fetchall()
    return [
        _Row(
            region=row[0],
            office=row[1],
            item=row[2],
            item_name=row[3],
            counts=Counts({row[4]: row[5]}, bad=row[6], settled=row[7], late=row[8]),
        )
        for row in found
        if row[4] in known
    ]
