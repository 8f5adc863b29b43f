"""Ranking of items for what a person types: names, words, pinyin, numbers."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from tongban.core.items.catalogue import ItemCode

QUERY_LENGTH_MAX: Final = 60
_EXACT: Final = 1_000
_STARTS: Final = 600
_CONTAINS: Final = 400
_KEYWORD: Final = 350
_PINYIN: Final = 300
_INITIALS: Final = 250
_PAIRS_MAX: Final = 200
_PAIRS_LEAST: Final = 60
_FILLERS: Final = frozenset("的了吗呢啊怎么样如何我你想要请问能可以办去在哪里儿才")


@dataclass(frozen=True, slots=True)
class Entry:
    """What can be searched of one item; pinyin is lower-case without spaces.

    ``pinyin`` and ``initials`` hold one reading per name or keyword.
    """

    code: ItemCode
    number: int
    name: str
    keywords: tuple[str, ...] = ()
    pinyin: tuple[str, ...] = ()
    initials: tuple[str, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """One item found, with its score; higher is nearer."""

    code: ItemCode
    score: int


def rank(query: str, entries: Iterable[Entry]) -> tuple[Hit, ...]:
    """Return the items that fit every word of the query, nearest first.

    An empty query finds nothing; what is typed beyond ``QUERY_LENGTH_MAX``
    characters is not read. Equal scores keep the order of the list.
    """
    words = query[:QUERY_LENGTH_MAX].lower().split()
    if not words:
        return ()
    numbered = []
    for entry in entries:
        scores = [_score(word, entry) for word in words]
        if min(scores) > 0:
            numbered.append((entry.number, Hit(entry.code, sum(scores))))
    numbered.sort(key=lambda pair: (-pair[1].score, pair[0]))
    return tuple(hit for _, hit in numbered)


def _score(word: str, entry: Entry) -> int:
    if word in {str(entry.number), entry.code, entry.name.lower()}:
        return _EXACT
    return max(_text(word, entry), _sound(word, entry))


def _text(word: str, entry: Entry) -> int:
    name = entry.name.lower()
    if name.startswith(word):
        return _STARTS
    if word in name:
        return _CONTAINS
    if any(word in known.lower() for known in entry.keywords):
        return _KEYWORD
    return _pairs(word, entry)


def _sound(word: str, entry: Entry) -> int:
    if not (word.isascii() and word.isalpha()):
        return 0
    if any(word in reading for reading in entry.pinyin):
        return _PINYIN
    if len(word) > 1 and any(word in reading for reading in entry.initials):
        return _INITIALS
    return 0


def _pairs(word: str, entry: Entry) -> int:
    """Score everyday wording by the characters and neighbours it shares.

    Words that only ask (怎么, 哪里, …) are left out; neighbours count double.
    """
    said = "".join(sign for sign in word if sign not in _FILLERS)
    asked = _neighbours(said)
    if not asked:
        return 0
    text = " ".join((entry.name, *entry.keywords, entry.words)).lower()
    pairs = len(asked & _neighbours(text))
    signs = len(set(said) & set(text))
    shared = _PAIRS_MAX * (2 * pairs + signs) // (2 * len(asked) + len(set(said)))
    return shared if pairs and shared >= _PAIRS_LEAST else 0


def _neighbours(text: str) -> frozenset[str]:
    return frozenset(
        text[at : at + 2] for at in range(len(text) - 1) if " " not in text[at : at + 2]
    )
