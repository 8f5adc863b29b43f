"""Life events as cards, for the pages that offer them."""

from dataclasses import dataclass

from django.urls import reverse

from tongban.core.guidance.life import LifeEvent


@dataclass(frozen=True, slots=True)
class EventCard:
    """One life event to choose."""

    name: str
    hint: str
    icon: str
    url: str


def card_of(found: LifeEvent) -> EventCard:
    """Return a life event as a card."""
    url = reverse("life-event", args=[found.code])
    return EventCard(found.name, found.hint, found.icon, url)
