"""Search entries with pinyin, made once for each set of items."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from pypinyin import Style, lazy_pinyin

from tongban.core.items.catalogue import ItemCode, ServiceItem
from tongban.core.items.phrases import FULL, Phrase, PhraseIndex, Said, spelled
from tongban.core.items.search import QUERY_LENGTH_MAX, Entry, rank
from tongban.services.guidance.book import words

WORDS_KEPT_MAX: Final = 8_192
INDEXES_KEPT_MAX: Final = 64
SPOKEN_MAX: Final = 950
SPOKEN_LEAST: Final = 290
SHORT_MAX: Final = 6  # a longer phrase is typed in words, not in initials
LITERAL_LEAST: Final = 250
TAIL_PERCENT: Final = 45
_RUNS: Final = re.compile(r"[\u3400-\u9fff]+|[^\u3400-\u9fff]")
Names = tuple[tuple[ItemCode, tuple[str, ...]], ...]


def search(items: tuple[ServiceItem, ...], text: str) -> tuple[ServiceItem, ...]:
    """Return the items that fit the text, nearest first.

    What is written in an item counts before what people say about it, and decides
    between two that are said alike; what is far behind the nearest is left out.
    """
    written = {hit.code: hit.score for hit in rank(text, map(entry_of, items))}
    scores = dict(written)
    for code, score in _spoken(items, text).items():
        scores[code] = max(score, scores.get(code, 0))
    best = max(scores.values(), default=0)
    found = [
        item
        for item in items
        if (score := scores.get(item.code, 0))
        and (score >= LITERAL_LEAST or score * 100 >= best * TAIL_PERCENT)
    ]
    return tuple(
        sorted(
            found,
            key=lambda item: (
                -scores[item.code],
                -written.get(item.code, 0),
                item.number,
            ),
        )
    )


def entry_of(item: ServiceItem) -> Entry:
    """Return what can be searched of an item."""
    names = (item.name, *item.keywords)
    short = (said for said in words().get(item.code, ()) if len(said) <= SHORT_MAX)
    return Entry(
        code=item.code,
        number=item.number,
        name=item.name,
        keywords=item.keywords,
        pinyin=tuple(_reading(name) for name in names),
        initials=tuple(_initials(name) for name in (*names, *short)),
        words=" ".join(
            (
                item.main_item,
                *(guide.name for guide in item.guides),
                *(option.name for group in item.situations for option in group.options),
            )
        ),
    )


def _spoken(items: tuple[ServiceItem, ...], text: str) -> dict[ItemCode, int]:
    """Return how near the items are to what people say, on the scale of ``rank``."""
    asked = text[:QUERY_LENGTH_MAX].strip()
    names = tuple((item.code, (item.name, *item.keywords)) for item in items)
    near = _index(names).scores(_said(asked)) if asked else {}
    scaled = {code: score * SPOKEN_MAX // FULL for code, score in near.items()}
    return {code: score for code, score in scaled.items() if score >= SPOKEN_LEAST}


@lru_cache(maxsize=INDEXES_KEPT_MAX)
def _index(names: Names) -> PhraseIndex:
    phrases = tuple(_phrases(names))
    return PhraseIndex((*phrases, *map(spelled, phrases)))


def _phrases(names: Names) -> Iterator[Phrase]:
    spoken = words()
    for code, written in names:
        for text in (*written, *spoken.get(code, ())):
            yield Phrase(_said(text), code)


@lru_cache(maxsize=WORDS_KEPT_MAX)
def _said(text: str) -> Said:
    """Return a text with one sound for each of its characters."""
    lower = text.lower()
    return Said(lower, tuple(_sounds(lower)))


def _sounds(text: str) -> Iterator[str]:
    """Yield the sound of each sign; what has no pinyin sounds like itself."""
    for run in _RUNS.findall(text):
        read = lazy_pinyin(run)
        yield from read if len(read) == len(run) else run


@lru_cache(maxsize=WORDS_KEPT_MAX)
def _reading(text: str) -> str:
    return "".join(lazy_pinyin(text)).lower()


@lru_cache(maxsize=WORDS_KEPT_MAX)
def _initials(text: str) -> str:
    return "".join(lazy_pinyin(text, style=Style.FIRST_LETTER)).lower()
