"""The hall's screen: numbers called and who waits, without any person's data."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tongban.portals.hall.doors import screen
from tongban.services.queues.devices import DeviceView
from tongban.services.queues.queries import Board, KindState, board
from tongban.services.timekeeping.queries import now, today

REFRESH_SECONDS: Final = 10


@dataclass(frozen=True, slots=True)
class ScreenPage:
    """What the screen draws; ``voice`` is read aloud when it changes."""

    office: str
    board: Board
    kinds: tuple[KindState, ...]
    voice: str
    voice_mark: str
    moment: datetime
    refresh_seconds: int = REFRESH_SECONDS


@screen
@never_cache
@require_safe
def screen_page(request: HttpRequest, device: DeviceView) -> HttpResponse:
    """Show the whole screen; it keeps itself fresh with or without script."""
    return render(request, "hall/screen.html", {"page": _page(device)})


@screen
@never_cache
@require_safe
def board_part(request: HttpRequest, device: DeviceView) -> HttpResponse:
    """Send the changing part of the screen."""
    return render(request, "hall/parts/board.html", {"page": _page(device)})


def _page(device: DeviceView) -> ScreenPage:
    shown = board(device.office, today=today())
    latest = shown.called[0] if shown.called else None
    voice = "" if latest is None else f"请{latest.number}号到{latest.window}号窗口办理"
    # A recall says the same words again: the mark tells one call from another.
    mark = "" if latest is None else f"{latest.number}-{latest.version}"
    kinds = tuple(kind for kind in shown.state.kinds if not kind.at_once)
    return ScreenPage(device.office, shown, kinds, voice, mark, now())
