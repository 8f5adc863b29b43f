"""The tabs of the notices pages, with how much waits on each."""

from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest
from django.urls import reverse

from tongban.core.access.actor import Actor
from tongban.portals.desk.doors import COVERAGE, TELLERS, has_role
from tongban.services.notices.lists import Counts, counts

PAGE_FIELD: Final = "page"


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab, the present one marked."""

    words: str
    url: str
    current: bool
    count: int = 0


def notice_tabs(actor: Actor, current: str) -> tuple[Tab, ...]:
    """Return the tabs this actor may open."""
    found: list[tuple[str, str, int]] = []
    if has_role(actor, *TELLERS):
        waiting = counts(actor)
        found += _lists(waiting)
    if has_role(actor, *COVERAGE):
        found.append(("desk-notices-coverage", "覆盖表和模板", 0))
    return tuple(
        Tab(words, reverse(name), name == current, count)
        for name, words, count in found
    )


def _lists(waiting: Counts) -> list[tuple[str, str, int]]:
    return [
        ("desk-notices", "待打电话和邮寄", waiting.calls),
        ("desk-notices-undelivered", "未送达", waiting.undelivered),
        ("desk-notices-replies", "收到的回复", waiting.replies),
    ]


def page_number(request: HttpRequest) -> int:
    """Return the page asked for; the first when nothing readable is said."""
    said = request.GET.get(PAGE_FIELD, "")
    return int(said) if said.isascii() and said.isdigit() else 1
