"""The verbs without a page of their own elsewhere: 我要看, 我要查, 我要问."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tongban.core.items.catalogue import Ruling, ServiceItem
from tongban.policy.folder import CitedDocument
from tongban.portals.shared.layout.frame import Phone, region_of
from tongban.portals.shared.layout.parts import Chip, Crumb, Tone
from tongban.services.access.rules import public
from tongban.services.items.queries import (
    documents,
    items_on,
    region_phones,
)
from tongban.services.timekeeping.queries import today


@dataclass(frozen=True, slots=True)
class RulingLine:
    """One ruling with the items it concerns."""

    ruling: Ruling
    items: tuple[ServiceItem, ...]


UNVERIFIED: Final = Chip("暂定，待主管部门确认", Tone.WARN)


@dataclass(frozen=True, slots=True)
class LookPage:
    """What 我要看 draws."""

    documents: tuple[CitedDocument, ...]
    rulings: tuple[RulingLine, ...]
    crumbs: tuple[Crumb, ...] = (Crumb("我要看"),)

    @property
    def unverified(self) -> Chip:
        """The mark of a ruling the client has not confirmed."""
        return UNVERIFIED


@dataclass(frozen=True, slots=True)
class CheckEntry:
    """One thing that can be looked up."""

    name: str
    hint: str
    icon: str
    url: str


@dataclass(frozen=True, slots=True)
class CheckPage:
    """What 我要查 draws."""

    entries: tuple[CheckEntry, ...]
    crumbs: tuple[Crumb, ...] = (Crumb("我要查"),)


@dataclass(frozen=True, slots=True)
class PhonesPage:
    """What 我要问 draws."""

    phones: tuple[Phone, ...]
    crumbs: tuple[Crumb, ...]


_ENTRIES: Final = (
    ("凭编号查进度", "不用登录，输入受理编号和查询码", "search", "progress"),
    ("我的办件", "登录后看全部办件、消息和结果", "list", "my-cases"),
    ("结果公示", "正在公示的评估结果，可以提出异议", "file", "postings"),
    ("办结日期怎么算", "看某一天最晚哪天办结，为什么", "calendar", "clock"),
    ("看病能报多少", "按现在的规定估算，每一步写明依据", "money", "benefits"),
    (
        "医保目录",
        "药品、诊疗项目、耗材能不能报，先自付多少",
        "care",
        "medical-catalogue",
    ),
    ("办事地点", "地图和列表，现在开不开门，能不能办我的事", "pin", "places"),
    ("人生大事", "说说发生了什么，看要办哪几件、带什么", "person", "life"),
    ("各地区电话", "各地区的电话和本地增加的材料", "phone", "regions"),
)


@public
@require_safe
def look(request: HttpRequest) -> HttpResponse:
    """Show the documents and what applies where they differ."""
    found = items_on(region_of(request).code, today())
    page = LookPage(documents=documents(), rulings=tuple(_rulings(found)))
    return render(request, "citizen/look.html", {"page": page})


@public
@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """Offer everything that can be looked up."""
    entries = tuple(
        CheckEntry(name, hint, icon, reverse(address))
        for name, hint, icon, address in _ENTRIES
    )
    return render(request, "citizen/check.html", {"page": CheckPage(entries)})


@public
@require_safe
def ask(request: HttpRequest) -> HttpResponse:
    """Answer what is often asked, and say whom to call."""
    page = PhonesPage(_phones(request), (Crumb("我要问"),))
    return render(request, "citizen/ask.html", {"page": page})


def _phones(request: HttpRequest) -> tuple[Phone, ...]:
    found = region_phones(region_of(request).code)
    return tuple(Phone(*pair) for pair in found.items())


def _rulings(items: Iterable[ServiceItem]) -> Iterable[RulingLine]:
    concerned: dict[str, list[ServiceItem]] = {}
    known: dict[str, Ruling] = {}
    for item in items:
        for ruling in item.rulings:
            known[ruling.code] = ruling
            concerned.setdefault(ruling.code, []).append(item)
    for code, ruling in known.items():
        yield RulingLine(ruling, tuple(concerned[code]))
