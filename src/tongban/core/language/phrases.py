"""A phrase book: sentences with blanks, from Chinese into another language."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_BLANK: Final = re.compile(r"\{(\w+)\}")
_DATE: Final = re.compile(r"^(\d{4})年(\d{1,2})月(\d{1,2})日$")
_MOMENT: Final = re.compile(r"^(\d{4}年\d{1,2}月\d{1,2}日) (\d{2}:\d{2})$")
_SPACE: Final = re.compile(r"\s+")
_PARTS: Final = re.compile(r"([、；，。：（）\u3000])")
_PUNCTUATION: Final = {
    "、": ", ",
    "；": "; ",
    "，": ", ",
    "。": ". ",
    "：": ": ",
    "（": " (",
    "）": ")",
    "\u3000": " ",
}
DEPTH_MAX: Final = 6
NAME_PREFIX: Final = "own_"  # a blank for a name, which stays as it is


def has_chinese(text: str) -> bool:
    """Say whether a text holds a Chinese character."""
    return bool(_HAN.search(text))


@dataclass(frozen=True, slots=True)
class PhraseBook:
    """Whole phrases, and phrases with ``{blanks}`` that are said in turn."""

    whole: Mapping[str, str]
    blanks: tuple[tuple[re.Pattern[str], str], ...] = ()
    missing: Callable[[str], None] | None = field(default=None, compare=False)

    @classmethod
    def of(
        cls,
        pairs: Mapping[str, str],
        *,
        missing: Callable[[str], None] | None = None,
    ) -> "PhraseBook":
        """Build a book from pairs; the most fixed of those with blanks comes first."""
        whole = {plain(k): v for k, v in pairs.items() if not _BLANK.search(k)}
        open_ones = sorted((k for k in pairs if _BLANK.search(k)), key=_fixed)
        blanks = tuple((_pattern(k), pairs[k]) for k in reversed(open_ones))
        return cls(whole, blanks, missing)

    def say(self, text: str) -> str:
        """Return a text in the other language; what nobody wrote stays as it is.

        The space around it is kept.
        """
        if not has_chinese(text):
            return text
        inner = plain(text)
        said = self._said(inner, 0)
        if said is None:
            if self.missing is not None:
                self.missing(inner)
            return text
        before = text[: len(text) - len(text.lstrip())]
        after = text[len(text.rstrip()) :]
        return f"{before}{said}{after}"

    def _said(self, text: str, depth: int) -> str | None:
        if not has_chinese(text):
            return text
        if text in self.whole:
            return self.whole[text]
        dated = _in_english_day(text)
        if dated is not None or depth > DEPTH_MAX:
            return dated
        return self._filled(text, depth) or self._in_parts(text, depth)

    def _filled(self, text: str, depth: int) -> str | None:
        for pattern, words in self.blanks:
            found = pattern.fullmatch(text)
            if found is None:
                continue
            parts = {
                name: value
                if name.startswith(NAME_PREFIX)
                else self._said(value.strip(), depth + 1)
                for name, value in found.groupdict().items()
            }
            if all(part is not None for part in parts.values()):
                return words.format(**parts)
        return None

    def _in_parts(self, text: str, depth: int) -> str | None:
        """Say a text by its parts between commas and stops, when all are known."""
        parts = _PARTS.split(text)
        if len(parts) == 1:
            return None
        said: list[str] = []
        for part in parts:
            word = _PUNCTUATION.get(part) or self._said(part.strip(), depth + 1)
            if word is None:
                return None
            said.append(word)
        return _SPACE.sub(" ", "".join(said)).strip()


def plain(text: str) -> str:
    """Return a text with single spaces and none around it, as books keep it."""
    return _SPACE.sub(" ", text).strip()


def untold(texts: Iterable[str]) -> list[str]:
    """Return the texts that still hold Chinese, each once, in order."""
    return list(dict.fromkeys(plain(text) for text in texts if has_chinese(text)))


def _fixed(phrase: str) -> int:
    """Return how much of a phrase is fixed; the most fixed is tried first."""
    return len(_BLANK.sub("", phrase))


def _pattern(phrase: str) -> re.Pattern[str]:
    written, last = [], 0
    text = plain(phrase)
    for blank in _BLANK.finditer(text):
        written.append(re.escape(text[last : blank.start()]))
        written.append(f"(?P<{blank.group(1)}>.+?)")
        last = blank.end()
    written.append(re.escape(text[last:]))
    return re.compile("".join(written), re.DOTALL)


def _in_english_day(text: str) -> str | None:
    moment = _MOMENT.match(text)
    if moment is not None:
        day = _in_english_day(moment.group(1))
        return None if day is None else f"{day}, {moment.group(2)}"
    found = _DATE.match(text)
    if found is None:
        return None
    year, month, day_number = (int(part) for part in found.groups())
    return f"{date(year, month, day_number):%-d %B %Y}"
