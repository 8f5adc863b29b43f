"""Items for a question in everyday words, by what it shares with known phrases.

A small index in whole numbers: a rare neighbourhood of two characters says more
than a frequent one, and a phrase heard alike counts although it was typed with
other characters (报消 for 报销).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from tongban.core.items.catalogue import ItemCode

FULL: Final = 1_000
_PAIR: Final = 6
_SIGN: Final = 2
_SOUND: Final = 3
_LETTERS: Final = 1
_LETTERS_RUN: Final = 3
_RARITY: Final = 8
_OTHERS_SHARE: Final = 12
_FILLERS: Final = frozenset(
    "的了吗呢啊吧怎么样如何我你他想要请问能可以去在哪里儿才是有给把还得该"
    "，。？！、,.?! "
)


@dataclass(frozen=True, slots=True)
class Said:
    """A text with the sound of each of its characters, in lower-case letters."""

    text: str
    sounds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way to name an item."""

    said: Said
    item: ItemCode


class PhraseIndex:
    """Phrases by the features they have; built once, never changed."""

    __slots__ = ("_having", "_phrases", "_rarity", "_weights")

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._phrases: Final = tuple(phrases)
        bags = [features_of(phrase.said) for phrase in self._phrases]
        counts = Counter(feature for bag in bags for feature in bag)
        self._rarity: Final[Mapping[str, int]] = {
            feature: _rarity(len(bags), count) for feature, count in counts.items()
        }
        self._weights: Final = tuple(self._weight(bag) for bag in bags)
        having: dict[str, list[int]] = {}
        for at, bag in enumerate(bags):
            for feature in bag:
                having.setdefault(feature, []).append(at)
        self._having: Final[Mapping[str, Sequence[int]]] = having

    def scores(self, asked: Said) -> Mapping[ItemCode, int]:
        """Return how near each item is to the question, at most ``FULL``.

        The nearest phrase of an item counts, the others add a little.
        """
        bag = features_of(asked)
        whole = self._weight(bag)
        shared: Counter[int] = Counter()
        for feature, weight in bag.items():
            for at in self._having.get(feature, ()):
                shared[at] += weight * self._rarity[feature]
        found: dict[ItemCode, list[int]] = {}
        for at, common in shared.items():
            near = _likeness(common, whole, self._weights[at])
            found.setdefault(self._phrases[at].item, []).append(near)
        return {item: _joined(all_near) for item, all_near in found.items()}

    def _weight(self, bag: Mapping[str, int]) -> int:
        unknown = _rarity(len(self._phrases), 1)
        return sum(
            weight * self._rarity.get(feature, unknown)
            for feature, weight in bag.items()
        )


def features_of(said: Said) -> Mapping[str, int]:
    """Return the features of a text with their weights.

    Latin letters alone are read as the sound of a whole phrase.
    """
    if said.text.isascii():
        return _letters("".join(said.text.lower().split()))
    kept = [
        (sign, sound)
        for sign, sound in zip(said.text, said.sounds, strict=True)
        if sign not in _FILLERS
    ]
    found: dict[str, int] = {}
    for sign, _ in kept:
        found[sign] = _SIGN
    for (first, sound), (second, next_sound) in pairwise(kept):
        found[first + second] = _PAIR
        found[f"~{sound} {next_sound}"] = _SOUND
    return found


def spelled(phrase: Phrase) -> Phrase:
    """Return the phrase as its sound in Latin letters, to be found by pinyin."""
    letters = "".join(sound for sound in phrase.said.sounds if sound.isascii())
    return Phrase(Said(letters, ()), phrase.item)


def _letters(text: str) -> Mapping[str, int]:
    return {
        f"={text[at : at + _LETTERS_RUN]}": _LETTERS
        for at in range(len(text) - _LETTERS_RUN + 1)
    }


def _rarity(phrases: int, having: int) -> int:
    return 1 + _RARITY * (phrases // max(having, 1)).bit_length()


def _likeness(common: int, asked: int, known: int) -> int:
    """Return how much of the question is known, and how much of the phrase is asked.

    A long question may hold a short phrase, a short one be part of a long phrase.
    """
    of_asked = FULL * common // asked
    of_known = FULL * common // known
    return (2 * max(of_asked, of_known) + 3 * min(of_asked, of_known)) // 5


def _joined(near: Sequence[int]) -> int:
    best = max(near)
    others = sum(near) - best
    return min(FULL, best + min(others // _OTHERS_SHARE, best // 4))
