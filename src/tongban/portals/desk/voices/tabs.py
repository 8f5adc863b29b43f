"""The tabs of the pages about what people say, with how much waits on each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.http import HttpRequest
from django.urls import reverse

from tongban.core.access.actor import Actor, Role
from tongban.core.ratings.publishing import months_before
from tongban.portals.desk.doors import has_role
from tongban.portals.shared.layout.fields import Option
from tongban.services.ratings.cards import voice_counts
from tongban.services.ratings.lists import correction_counts

CORRECTIONS: Final = "desk-voices"
VOICES: Final = "desk-voices-said"
RATINGS: Final = "desk-voices-ratings"
SAMPLES: Final = "desk-voices-samples"
SURVEYS: Final = "desk-voices-surveys"
MONTHS_SHOWN: Final = 12
_SUPERVISED: Final = (
    (RATINGS, "评价列表"),
    (SAMPLES, "好评抽查"),
    (SURVEYS, "满意度调查"),
)


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab, the present one marked."""

    words: str
    url: str
    current: bool
    count: int = 0


def voice_tabs(actor: Actor, current: str, *, today: date) -> tuple[Tab, ...]:
    """Return the tabs this actor may open."""
    waiting = {
        CORRECTIONS: ("差评整改", correction_counts(actor, today=today)["open"]),
        VOICES: ("投诉和建议", voice_counts(actor, today=today)["open"]),
    }
    found = [
        Tab(words, reverse(name), name == current, count)
        for name, (words, count) in waiting.items()
    ]
    if has_role(actor, Role.SUPERVISOR):
        found += [
            Tab(words, reverse(name), name == current) for name, words in _SUPERVISED
        ]
    return tuple(found)


def shelf_tabs(
    shelves: Mapping[str, str], counts: Mapping[str, int], *, chosen: str, page: str
) -> tuple[Tab, ...]:
    """Return the shelves of a work list as tabs, counted where they are worked on."""
    return tuple(
        Tab(
            words,
            f"{reverse(page)}?shelf={shelf}",
            shelf == chosen,
            counts.get(shelf, 0),
        )
        for shelf, words in shelves.items()
    )


def chosen_shelf(request: HttpRequest, shelves: Mapping[str, str]) -> str:
    """Return the shelf asked for; an unknown one is the first."""
    said = request.GET.get("shelf", "")
    return said if said in shelves else next(iter(shelves))


def chosen_month(
    request: HttpRequest, today: date, *, default: date | None = None
) -> date:
    """Return the first day of the month asked for; an unknown one is this month."""
    offered = {f"{one:%Y-%m}": one for one in months_before(today, MONTHS_SHOWN)}
    return offered.get(request.GET.get("month", ""), default or today.replace(day=1))


def last_month(today: date) -> date:
    """Return the first day of the month before this one."""
    return months_before(today, 2)[-1]


def month_options(chosen: date, today: date) -> tuple[Option, ...]:
    """Return the months that can be looked at, the present one first."""
    return tuple(
        Option(
            f"{one:%Y-%m}",
            f"{one.year}年{one.month}月",
            chosen=(one.year, one.month) == (chosen.year, chosen.month),
        )
        for one in months_before(today, MONTHS_SHOWN)
    )
