"""Rewriting what a page says: its text and spoken attributes, nothing else.

Values of form fields, addresses and scripts stay as they are, so that what a
person sends is the same in every language.
"""

import re
from collections.abc import Callable
from typing import Final

Say = Callable[[str], str]

SPOKEN_ATTRIBUTES: Final = ("title", "alt", "placeholder", "aria-label", "data-name")
_TOKEN: Final = re.compile(
    r"<!--.*?-->|<!doctype[^>]*>|<[^>]*>|[^<]+", re.DOTALL | re.IGNORECASE
)
_NAME: Final = re.compile(r"</?\s*([a-zA-Z0-9]+)")
_SPOKEN: Final = re.compile(
    rf'(?<=[\s"])({"|".join(SPOKEN_ATTRIBUTES)})="([^"]*)"', re.IGNORECASE
)
_SILENT: Final = frozenset({"script", "style", "textarea", "code"})
_VOID: Final = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta"}
    | {"source", "track", "wbr", "path", "circle", "rect", "line", "polyline"}
)
_AS_IS: Final = re.compile(r'\stranslate="no"', re.IGNORECASE)


def say_otherwise(page: str, say: Say) -> str:
    """Return a page of HTML with every text and spoken attribute said by ``say``.

    Inside ``translate="no"``, scripts, styles, code and text areas nothing is
    changed. ``say`` receives the text as it stands in the markup, space around
    it included, and returns markup.
    """
    written: list[str] = []
    silent: list[str] = []  # open elements since the first silent one
    for token in _TOKEN.findall(page):
        if not token.startswith("<"):
            written.append(token if silent or not token.strip() else say(token))
            continue
        name = _name(token)
        if silent:
            _follow(silent, name, token)
        elif _opens(token, name) and (name in _SILENT or _AS_IS.search(token)):
            silent.append(name)
        written.append(token if silent else _spoken(token, say))
    return "".join(written)


def _name(token: str) -> str:
    found = _NAME.match(token)
    return found.group(1).lower() if found else ""


def _opens(token: str, name: str) -> bool:
    return bool(name) and token[1] != "/" and not _closes_itself(token, name)


def _closes_itself(token: str, name: str) -> bool:
    return name in _VOID or token.endswith("/>")


def _follow(silent: list[str], name: str, token: str) -> None:
    """Keep count of the elements inside a silent one."""
    if silent[0] in _SILENT:  # its content is no markup: only its own end counts
        if token[1] == "/" and name == silent[0]:
            silent.clear()
    elif token[1] == "/":
        if name in silent:
            del silent[len(silent) - 1 - silent[::-1].index(name) :]
    elif _opens(token, name):
        silent.append(name)


def _spoken(token: str, say: Say) -> str:
    if token.startswith(("</", "<!")):
        return token
    return _SPOKEN.sub(lambda found: f'{found.group(1)}="{say(found.group(2))}"', token)
