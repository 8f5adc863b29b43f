"""药品、诊疗项目、耗材目录查询: what the lists of the visitor's region say."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tongban.core.medical_catalogue.kinds import CHARGED, KIND_WORDS, CatalogueKind
from tongban.core.medical_catalogue.terms import GRADE_WORDS, Grade
from tongban.core.money import yuan_text
from tongban.portals.citizen.places import city_of
from tongban.portals.shared.layout.fields import Field, FieldKind, Option
from tongban.portals.shared.layout.frame import region_of
from tongban.portals.shared.layout.parts import Chip, Crumb, Tone
from tongban.services.access.rules import public
from tongban.services.medical_catalogue.searching import (
    TEXT_MAX,
    EntryLine,
    Order,
    Search,
    VersionLine,
    search,
    versions_in_force,
)
from tongban.services.timekeeping.queries import today

PER_PAGE: Final = 20
PAGES_MAX: Final = 500
ALL: Final = "all"
_BP_PER_PERCENT: Final = 100
Word = TypeVar("Word", bound=StrEnum)

ORDER_WORDS: Final = {
    Order.CODE: "按编码",
    Order.NAME: "按名称",
    Order.SHARE: "先自付从低到高",
    Order.PRICE: "支付标准从高到低",
}
_TONES: Final = {Grade.A: Tone.GOOD, Grade.B: Tone.INFO, Grade.C: Tone.CALM}


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry as the table draws it."""

    entry: EntryLine

    @property
    def kind(self) -> str:
        """The name of its list."""
        return KIND_WORDS[self.entry.kind]

    @property
    def grade(self) -> Chip:
        """Its class, in words."""
        grade = self.entry.grade or Grade.C
        return Chip(f"{GRADE_WORDS[grade]}类", _TONES[grade])

    @property
    def own_share(self) -> str:
        """What a person pays of it before anything is shared."""
        if self.entry.grade is Grade.C:
            return "全部自费"
        if not self.entry.own_share_bp:
            return "不用先自付"
        return f"先自付{percent(self.entry.own_share_bp)}"

    @property
    def price_max(self) -> str:
        """The most of one unit that counts."""
        most = self.entry.price_max_fen
        return "没有规定" if most is None else f"{yuan_text(most)}元"


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One list the answers come from."""

    version: VersionLine

    @property
    def kind(self) -> str:
        """The name of the list."""
        return KIND_WORDS[self.version.kind]


@dataclass(frozen=True, slots=True)
class CataloguePage:
    """What the page draws."""

    region_name: str
    fields: tuple[Field, ...]
    text: str
    rows: tuple[EntryRow, ...]
    total: int
    page: int
    pages: int
    more_asked: bool
    versions: tuple[VersionRow, ...]
    crumbs: tuple[Crumb, ...]


@public
@require_safe
def medical_catalogue(request: HttpRequest) -> HttpResponse:
    """Search the lists of the visitor's city as they stand today."""
    city = city_of(region_of(request).code)
    asked = asked_in(request)
    found = search(asked, region=city.code, on=today())
    pages = min(max(-(-found.total // PER_PAGE), 1), PAGES_MAX)
    number = page_number(request, pages)
    lines = found.lines((number - 1) * PER_PAGE, PER_PAGE)
    page = CataloguePage(
        region_name=city.name,
        fields=fields_of_search(asked),
        text=asked.text,
        rows=tuple(map(EntryRow, lines)),
        total=found.total,
        page=number,
        pages=pages,
        more_asked=asked != Search(text=asked.text),
        versions=tuple(
            VersionRow(one)
            for one in versions_in_force(city.code, today())
            if one.kind in CHARGED
        ),
        crumbs=(Crumb("我要查", reverse("check")), Crumb("医保目录")),
    )
    return render(request, "citizen/medical_catalogue.html", {"page": page})


def asked_in(request: HttpRequest) -> Search:
    """Return what is asked for; unknown words count as not asked."""
    said = request.GET
    kind = _known(CatalogueKind, said.get("kind", ""))
    return Search(
        text=said.get("name", "").strip()[:TEXT_MAX],
        kinds=frozenset({kind}) if kind in CHARGED else CHARGED,
        grade=_known(Grade, said.get("grade", "")),
        order=_known(Order, said.get("order", "")) or Order.CODE,
    )


def fields_of_search(asked: Search) -> tuple[Field, ...]:
    """Return the fields of the search, filled with what was asked."""
    (kind,) = asked.kinds if len(asked.kinds) == 1 else (None,)
    kinds = [(one.value, KIND_WORDS[one]) for one in CatalogueKind if one in CHARGED]
    grades = [(one.value, f"{word}类") for one, word in GRADE_WORDS.items()]
    orders = [(one.value, word) for one, word in ORDER_WORDS.items()]
    text = Field(
        "name",
        "名称、编码或者拼音首字母",
        value=asked.text,
        hint="例如：二甲双胍，或者ejsg",
        required=False,
        length_max=TEXT_MAX,
    )
    return (
        text,
        _choice("kind", "目录", [(ALL, "全部目录"), *kinds], kind or ALL),
        _choice("grade", "等级", [(ALL, "全部等级"), *grades], asked.grade or ALL),
        _choice("order", "排列", orders, asked.order),
    )


def percent(share_bp: int) -> str:
    """Return a share in per cent without needless zeros."""
    whole, rest = divmod(share_bp, _BP_PER_PERCENT)
    return f"{whole}.{rest:02d}".rstrip("0").rstrip(".") + "%"


def page_number(request: HttpRequest, pages: int) -> int:
    """Return the page asked for, one of those there are."""
    said = request.GET.get("page", "1")[:6]
    number = int(said) if said.isascii() and said.isdecimal() else 1
    return min(max(number, 1), pages)


def _choice(
    name: str, label: str, words: Iterable[tuple[str, str]], chosen: str
) -> Field:
    options = tuple(
        Option(value, word, chosen=value == str(chosen)) for value, word in words
    )
    return Field(
        name, label, FieldKind.SELECT, str(chosen), required=False, options=options
    )


def _known(words: type[Word], text: str) -> Word | None:
    return next((one for one in words if one.value == text), None)
