"""How a finished page is said in another language."""

from enum import StrEnum
from functools import cache, lru_cache
from importlib import resources
from typing import Final

import opencc
import yaml

from tongban.core.language.markup import say_otherwise
from tongban.core.language.phrases import PhraseBook, has_chinese

_BOOKS: Final = "tongban.services.language.en"
_TRADITIONAL: Final = "s2hk"  # Hong Kong's forms; Taiwan's readers know them
TEXTS_KEPT: Final = 20_000
_SIMPLIFIED_HTML: Final = 'lang="zh-CN"'


class Language(StrEnum):
    """A language of the pages."""

    SIMPLIFIED = "zh-Hans"
    TRADITIONAL = "zh-Hant"
    ENGLISH = "en"


# Each in its own words, so that who needs it can read it.
LANGUAGE_WORDS: Final = {
    Language.SIMPLIFIED: "简体中文",
    Language.TRADITIONAL: "繁體中文",
    Language.ENGLISH: "English",
}
_TAGS: Final = {Language.TRADITIONAL: "zh-Hant-HK", Language.ENGLISH: "en"}


def said_in(page: str, language: Language) -> str:
    """Return a page of HTML in a language; what nobody translated stays Chinese."""
    if language is Language.SIMPLIFIED:
        return page
    say = _traditional if language is Language.TRADITIONAL else _english
    tagged = page.replace(_SIMPLIFIED_HTML, f'lang="{_TAGS[language]}"', 1)
    return say_otherwise(tagged, say)


@cache
def phrase_book() -> PhraseBook:
    """Return the English phrase book, all its files together."""
    pairs: dict[str, str] = {}
    for entry in sorted(resources.files(_BOOKS).iterdir(), key=lambda e: e.name):
        if entry.name.endswith(".yaml"):
            read = yaml.load(entry.read_text("utf-8"), Loader=yaml.CSafeLoader)
            pairs |= {str(chinese): str(words) for chinese, words in read.items()}
    return PhraseBook.of(pairs)


@lru_cache(maxsize=TEXTS_KEPT)
def _english(text: str) -> str:
    return phrase_book().say(text)


@lru_cache(maxsize=TEXTS_KEPT)
def _traditional(text: str) -> str:
    return str(_converter().convert(text)) if has_chinese(text) else text


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC(_TRADITIONAL)
