"""Searching the lists as anybody may: by name, code or initials (目录查询)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from django.db.models import F, Q, QuerySet

from tongban.core.medical_catalogue.kinds import CHARGED, CatalogueKind
from tongban.core.medical_catalogue.terms import Grade
from tongban.records.medical_catalogue.models import CatalogueEntry, CatalogueVersion
from tongban.services.items.catalogue import files_book
from tongban.services.medical_catalogue.browsing import entries_in_force
from tongban.services.medical_catalogue.queries import newest

TEXT_MAX: Final = 60
WORDS_MAX: Final = 5
# What tells two entries of one name apart, by the titles of the national files.
_TOLD: Final = (
    ("规格", ("药品规格", "规格", "规格型号")),
    ("剂型", ("药品剂型名称", "剂型名称")),
    ("生产企业", ("生产企业名称",)),
    ("批准文号", ("批准文号", "注册备案号")),
    ("计价单位", ("计价单位名称", "最小计价单位")),
)


class Order(StrEnum):
    """How found entries stand in a row."""

    CODE = "code"
    NAME = "name"
    SHARE = "share"
    PRICE = "price"


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for; what is empty asks nothing."""

    text: str = ""
    kinds: frozenset[CatalogueKind] = CHARGED
    grade: Grade | None = None
    order: Order = Order.CODE


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One entry as a page shows it; ``more`` tells it from others of its name."""

    code: str
    name: str
    kind: CatalogueKind
    grade: Grade | None
    own_share_bp: int
    price_max_fen: int | None
    limit_text: str
    source: str
    more: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version of a list as a page names it."""

    id: int
    kind: CatalogueKind
    region: str
    label: str
    source: str
    valid_from: date
    entries: int


class Found:
    """What a search found, read a page at a time."""

    def __init__(self, rows: QuerySet[CatalogueEntry]) -> None:
        self._rows = rows
        self.total = rows.count()

    def lines(self, first: int, count: int) -> tuple[EntryLine, ...]:
        """Return some of the entries, from the first asked for on."""
        return tuple(map(_line, self._rows[first : first + count]))


def search(asked: Search, *, region: str, on: date) -> Found:
    """Find entries in force in a region on a day."""
    rows = entries_in_force(asked.kinds, region, on).select_related("version")
    for word in asked.text[:TEXT_MAX].split()[:WORDS_MAX]:
        rows = rows.filter(_like(word))
    if asked.grade is not None:
        rows = rows.filter(grade=asked.grade.value)
    return Found(rows.order_by(*_ORDERS[asked.order], "code", "pk"))


def versions_in_force(region: str, on: date) -> tuple[VersionLine, ...]:
    """Return the versions a region's entries come from, the nearest region first."""
    chain = [one.code for one in files_book().regions.chain(region)]
    ids = newest([kind.value for kind in CatalogueKind], chain, on)
    rows = CatalogueVersion.objects.filter(pk__in=ids).order_by("kind", "-region")
    return tuple(map(version_line, rows))


def version_line(row: CatalogueVersion) -> VersionLine:
    """Return the line of a version."""
    return VersionLine(
        id=row.pk,
        kind=CatalogueKind(row.kind),
        region=row.region,
        label=row.label,
        source=row.source,
        valid_from=row.valid_from,
        entries=row.entry_count,
    )


_ORDERS: Final = {
    Order.CODE: (),
    Order.NAME: ("initials", "name"),
    Order.SHARE: ("own_share_bp",),
    Order.PRICE: (F("price_max_fen").desc(nulls_last=True),),
}


def _like(word: str) -> Q:
    """Return the condition that an entry is meant by one word."""
    meant = Q(name__icontains=word)
    if word.isascii():
        meant |= Q(code__startswith=word.upper())
        meant |= Q(initials__contains=word.lower())
    return meant


def _line(entry: CatalogueEntry) -> EntryLine:
    version = entry.version
    return EntryLine(
        code=entry.code,
        name=entry.name,
        kind=CatalogueKind(version.kind),
        grade=Grade(entry.grade) if entry.grade else None,
        own_share_bp=entry.own_share_bp,
        price_max_fen=entry.price_max_fen,
        limit_text=entry.limit_text,
        source=f"{version.source}（{version.label}）",
        more=tuple(_more(entry.details)),
    )


def _more(details: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    for word, titles in _TOLD:
        text = _first(details, titles)
        if text:
            yield word, text


def _first(details: Mapping[str, str], titles: Sequence[str]) -> str:
    return next((details[title] for title in titles if details.get(title)), "")
