"""What changed in a region's catalogue, day by day, for everybody (目录变更)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from tongban.core.items.catalogue import ServiceItem
from tongban.policy.book import PolicyBook
from tongban.policy.folder import PLACES
from tongban.records.catalogue.models import Publication
from tongban.services.catalogue.drafting import (
    ChangedField,
    item_fields,
    sheet_fields,
    sheet_in,
)
from tongban.services.catalogue.queries import PLACES_NAME, subject_name
from tongban.services.items.catalogue import book

TIMELINES_KEPT: Final = 32
FIRST: Final = "公布清单"
ENDED: Final = "停止办理"
ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PublicChange:
    """One change that holds, held or will hold in a region.

    ``number`` and ``reason`` are those of a change published here; what came
    with the files has none. ``withdrawn``: announced, then taken back in time.
    """

    on: date
    subject: str
    subject_name: str
    region: str
    region_name: str
    changes: tuple[ChangedField, ...]
    number: str = ""
    reason: str = ""
    withdrawn: bool = False


def public_changes(
    region: str, *, since: date | None = None, until: date | None = None
) -> tuple[PublicChange, ...]:
    """Return the changes of a region between two days, the latest first."""
    rows = _rows_of(region)
    told = {
        (row.region, row.subject, row.effective_on): row
        for row in rows
        if row.kind == Publication.Kind.PUBLISHED
    }
    found = [
        _announced(one, told.get((one.region, one.subject, one.on)))
        for one in _timeline(book(), region)
    ]
    found += [
        _taken_back(row) for row in rows if row.kind == Publication.Kind.WITHDRAWN
    ]
    chosen = [
        one
        for one in found
        if (since is None or one.on >= since) and (until is None or one.on <= until)
    ]
    return tuple(sorted(chosen, key=lambda one: one.on, reverse=True))


def _rows_of(region: str) -> tuple[Publication, ...]:
    chain = [step.code for step in book().regions.chain(region)]
    return tuple(Publication.objects.filter(region__in=chain).order_by("id"))


def _announced(one: PublicChange, row: Publication | None) -> PublicChange:
    if row is None:
        return one
    return replace(one, number=row.number, reason=row.reason)


def _taken_back(row: Publication) -> PublicChange:
    return PublicChange(
        on=row.effective_on,
        subject=row.subject,
        subject_name=subject_name(row.subject, row.region, row.effective_on),
        region=row.region,
        region_name=book().regions.get(row.region).name,
        changes=(),
        number=row.number,
        reason=row.reason,
        withdrawn=True,
    )


@lru_cache(maxsize=TIMELINES_KEPT)
def _timeline(of: PolicyBook, region: str) -> tuple[PublicChange, ...]:
    """Return every change of a region's items and places, by the book alone."""
    found: list[PublicChange] = []
    publisher = of.publisher_of(region)
    for day in of.effective_days():
        before = _items(of, region, day - ONE_DAY)
        after = _items(of, region, day)
        found.extend(_item_changes(of, day, (before, after), publisher=publisher))
    found.extend(_sheet_changes(of, region))
    return tuple(found)


def _items(of: PolicyBook, region: str, on: date) -> Mapping[str, ServiceItem]:
    return {item.code: item for item in of.items_on(region, on)}


def _item_changes(
    of: PolicyBook,
    day: date,
    sides: tuple[Mapping[str, ServiceItem], Mapping[str, ServiceItem]],
    *,
    publisher: str,
) -> Iterator[PublicChange]:
    before, after = sides
    if not before:
        if after:
            whole = ChangedField(FIRST, "无", f"{len(after)}个事项", "")
            name = of.regions.get(publisher).name
            yield PublicChange(day, "", "经办服务事项清单", publisher, name, (whole,))
        return
    for code in dict.fromkeys((*before, *after)):
        old, new = before.get(code), after.get(code)
        if old is not None and new is not None and old.version == new.version:
            continue
        maker = of.regions.get(_maker(old, new) or publisher)
        named = new or old
        if named is not None:
            yield PublicChange(
                on=day,
                subject=code,
                subject_name=named.name,
                region=maker.code,
                region_name=maker.name,
                changes=item_fields(old, new) or _whole(old, new),
            )


def _whole(
    old: ServiceItem | None, new: ServiceItem | None
) -> tuple[ChangedField, ...]:
    if new is None:
        return (ChangedField(ENDED, "办理", "不再办理", ""),)
    return (ChangedField("新增事项", "无", new.name, ""),) if old is None else ()


def _maker(old: ServiceItem | None, new: ServiceItem | None) -> str:
    """Return the region whose version is new, as versions name it; else nothing."""
    mine = () if new is None else new.version.split("+")[1:]
    known = set() if old is None else set(old.version.split("+")[1:])
    fresh = [part.split(".", 1)[0] for part in mine if part not in known]
    return fresh[-1] if fresh else ""


def _sheet_changes(of: PolicyBook, region: str) -> Iterator[PublicChange]:
    for step in of.regions.chain(region):
        for day in of.sheet_days(step.code):
            old = sheet_in(of, step.code, day - ONE_DAY)
            new = sheet_in(of, step.code, day)
            yield PublicChange(
                on=day,
                subject=PLACES,
                subject_name=PLACES_NAME,
                region=step.code,
                region_name=step.name,
                changes=sheet_fields(old, new),
            )
