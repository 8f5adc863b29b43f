"""Values of the shared components: chips, stages, timeline, crumbs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final


class Tone(StrEnum):
    """The mood of a chip or message; the icon repeats what the colour says."""

    INFO = "info"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"
    CALM = "calm"


TONE_ICONS: Final[Mapping[str, str]] = {
    Tone.INFO: "info",
    Tone.GOOD: "check",
    Tone.WARN: "alert",
    Tone.BAD: "cross",
    Tone.CALM: "minus",
}


class Standing(StrEnum):
    """Where a stage or wizard step stands."""

    DONE = "done"
    NOW = "now"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class Chip:
    """A status in words, with an icon and a tone."""

    words: str
    tone: Tone = Tone.CALM
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """One of the three stages a person sees."""

    name: str
    standing: Standing
    on: date | None = None


@dataclass(frozen=True, slots=True)
class TrailStep:
    """One step of a wizard."""

    name: str
    standing: Standing
    url: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a timeline; newest first is the caller's choice."""

    at: datetime
    title: str
    who: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the way back; the last has no address."""

    name: str
    url: str = ""
