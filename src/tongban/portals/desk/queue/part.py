"""The queue column as plain values: what the clerk may press now."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import segno
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from tongban.core.queue.tickets import CHOSEN_ENDINGS, ENDING_WORDS, Ending
from tongban.portals.desk.counter.visitor import SESSION_VISITOR
from tongban.portals.desk.sending import fresh_key, reading
from tongban.portals.shared.layout.fields import Option
from tongban.services.access.rules import acting
from tongban.services.queues.panel import QueuePanel, has_hall, queue_panel
from tongban.services.queues.views import serial_of
from tongban.services.timekeeping.queries import today

ASKED: Final = "ask"
QR_SCALE: Final = 4


@dataclass(frozen=True, slots=True)
class QueuePart:
    """The queue column of a page; ``here`` is where its buttons lead back to.

    ``asks`` says that calling on although the last visitor has not rated
    needs a second press.
    """

    panel: QueuePanel
    seats: tuple[Option, ...]
    endings: tuple[Option, ...]
    skip_reasons: tuple[Option, ...]
    pause_reasons: tuple[Option, ...]
    targets: tuple[Option, ...]
    cases: tuple[Option, ...]
    pause_word: str
    asks: bool
    rating_url: str
    rating_code: str
    key: str
    here: str


def queue_part(request: HttpRequest) -> QueuePart | None:
    """Return the queue column for this request; nothing where no numbers are called."""
    actor = acting(request)
    if not has_hall(actor.office_code):
        return None
    standing = request.session.get(SESSION_VISITOR)
    panel = queue_panel(
        reading(request), standing=standing if isinstance(standing, int) else None
    )
    rating = settings.TONGBAN_SITE + _rating_path(actor.office_code, panel.unrated)
    return QueuePart(
        panel=panel,
        seats=_seats(panel),
        endings=_endings(panel),
        skip_reasons=_options(panel.skip_reasons),
        pause_reasons=_options(panel.pause_reasons),
        targets=_targets(panel),
        cases=_cases(panel),
        pause_word=_pause_word(panel),
        asks=bool(panel.unrated) and request.GET.get(ASKED) == "1",
        rating_url=rating,
        rating_code=qr_of(rating) if panel.unrated else "",
        key=fresh_key(),
        here=request.path,
    )


def _rating_path(office: str, unrated: str) -> str:
    """Return where the last visitor rates; their own ticket holds the code."""
    if not unrated:
        return reverse("rate")
    return reverse("rate-visit", args=[serial_of(office, today(), unrated)])


def qr_of(text: str) -> str:
    """Return the QR code of a text as an image a page may show."""
    return segno.make(text, error="m").svg_data_uri(scale=QR_SCALE, border=2)


def _options(words: Mapping[str, str]) -> tuple[Option, ...]:
    return tuple(Option(code, text) for code, text in words.items())


def _seats(panel: QueuePanel) -> tuple[Option, ...]:
    return tuple(
        Option(
            str(one.id),
            f"{one.number}号　{one.name}",
            "、".join(panel.kind_names.get(kind, kind) for kind in one.kinds)
            or "全部业务",
        )
        for one in panel.windows
        if one.person_id is None
    )


def _endings(panel: QueuePanel) -> tuple[Option, ...]:
    """Return the endings; 已受理 is offered when a case was handed in just now."""
    if panel.current is None:
        return ()
    by_kind = {"consult": Ending.CONSULTED, "collect": Ending.COLLECTED}
    offered = by_kind.get(panel.current.kind, Ending.OTHER)
    offered = Ending.ACCEPTED if panel.cases else offered
    return tuple(
        Option(ending.value, ENDING_WORDS[ending], chosen=ending is offered)
        for ending in CHOSEN_ENDINGS
    )


def _cases(panel: QueuePanel) -> tuple[Option, ...]:
    return tuple(
        Option(one.number, f"{one.item_name}（{one.number}）", chosen=place == 0)
        for place, one in enumerate(panel.cases)
    )


def _targets(panel: QueuePanel) -> tuple[Option, ...]:
    own = None if panel.window is None else panel.window.id
    windows = tuple(
        Option(f"window:{one.id}", f"{one.number}号　{one.name}")
        for one in panel.windows
        if one.id != own
    )
    people = tuple(
        Option(f"person:{account_id}", name) for account_id, name in panel.colleagues
    )
    return windows + people


def _pause_word(panel: QueuePanel) -> str:
    reason = "" if panel.window is None else panel.window.pause_reason
    return panel.pause_reasons.get(reason, "")
