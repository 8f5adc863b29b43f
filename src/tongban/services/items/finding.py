"""Search entries with pinyin, made once for each set of items."""

from functools import lru_cache
from typing import Final

from pypinyin import Style, lazy_pinyin

from tongban.core.items.catalogue import ServiceItem
from tongban.core.items.search import Entry, rank

WORDS_KEPT_MAX: Final = 8_192


def search(items: tuple[ServiceItem, ...], text: str) -> tuple[ServiceItem, ...]:
    """Return the items that fit the text, nearest first."""
    by_code = {item.code: item for item in items}
    hits = rank(text, [entry_of(item) for item in items])
    return tuple(by_code[hit.code] for hit in hits)


def entry_of(item: ServiceItem) -> Entry:
    """Return what can be searched of an item."""
    names = (item.name, *item.keywords)
    return Entry(
        code=item.code,
        number=item.number,
        name=item.name,
        keywords=item.keywords,
        pinyin=tuple(_reading(name) for name in names),
        initials=tuple(_initials(name) for name in names),
        words=" ".join(
            (
                item.main_item,
                *(guide.name for guide in item.guides),
                *(option.name for group in item.situations for option in group.options),
            )
        ),
    )


@lru_cache(maxsize=WORDS_KEPT_MAX)
def _reading(text: str) -> str:
    return "".join(lazy_pinyin(text)).lower()


@lru_cache(maxsize=WORDS_KEPT_MAX)
def _initials(text: str) -> str:
    return "".join(lazy_pinyin(text, style=Style.FIRST_LETTER)).lower()
