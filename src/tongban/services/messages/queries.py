"""The Chinese sentence for a refusal, looked up by its code at the edge."""

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Final

import yaml

from tongban.core.refusals import Refusal

_CATALOGUES: Final = "tongban.services.messages"
_UNWRITTEN: Final = "这一步没有办成。打电话咨询时请报代码：{code}。"


class _Blanks(dict[str, object]):
    """Data of a refusal; a blank nobody filled stays empty."""

    def __missing__(self, key: str) -> str:
        return ""


@cache
def sentences() -> Mapping[str, str]:
    """Return every sentence of all catalogues by its code."""
    found: dict[str, str] = {}
    for entry in sorted(resources.files(_CATALOGUES).iterdir(), key=lambda e: e.name):
        if entry.name.endswith(".yaml"):
            read = yaml.load(entry.read_text("utf-8"), Loader=yaml.CSafeLoader)
            found |= {code: str(text) for code, text in (read or {}).items()}
    return found


def sentence_of(refusal: Refusal) -> str:
    """Return the sentence a person reads, blanks filled from the refusal's data."""
    written = sentences().get(refusal.code)
    if written is None:
        return _UNWRITTEN.format(code=refusal.code)
    return written.format_map(_Blanks(refusal.data))


def sentence_of_code(code: str) -> str:
    """Return the sentence of a code that was kept without its data; empty if none."""
    return sentences().get(code, "").format_map(_Blanks({}))
