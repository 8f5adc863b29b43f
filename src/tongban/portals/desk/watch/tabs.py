"""The tabs of the supervision pages."""

from dataclasses import dataclass
from typing import Final

from django.urls import reverse

_TABS: Final = (
    ("desk-watch", "提醒"),
    ("desk-watch-repeated", "再次告知"),
    ("desk-watch-refusals", "不予受理抽查"),
    ("desk-watch-extra", "索要清单外材料"),
    ("desk-watch-mandates", "帮办代办授权"),
    ("desk-watch-recoveries", "待追回款项"),
    ("desk-watch-looks", "查阅记录抽查"),
)


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab, the present one marked."""

    words: str
    url: str
    current: bool


def tabs(current: str) -> tuple[Tab, ...]:
    """Return the tabs of the supervision pages."""
    return tuple(Tab(words, reverse(name), name == current) for name, words in _TABS)
