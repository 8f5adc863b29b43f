"""Which characters a font file has, read from its own table (``cmap``).

Only what a paper needs: the format 12 table of the first font of a file or
collection. A character without a glyph must be named, never dropped.
"""

import struct
from bisect import bisect_right
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

COLLECTION: Final = b"ttcf"
FORMAT_WHOLE: Final = 12


class FontUnreadable(ValueError):
    """The file has no table of characters we can read."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """The spans of code points a font has glyphs for, in order."""

    firsts: tuple[int, ...]
    lasts: tuple[int, ...]

    def __contains__(self, character: str) -> bool:
        code = ord(character)
        place = bisect_right(self.firsts, code) - 1
        return place >= 0 and code <= self.lasts[place]


def coverage_of(path: Path) -> Coverage:
    """Return what a font file covers; raises ``FontUnreadable``."""
    with path.open("rb") as font:
        return _spans(font, _whole_table(font, _cmap(font)))


def _read(font: BinaryIO, at: int, layout: str) -> tuple[int, ...]:
    font.seek(at)
    content = font.read(struct.calcsize(layout))
    if len(content) < struct.calcsize(layout):
        raise FontUnreadable("The font file ends early.")
    found: tuple[int, ...] = struct.unpack(layout, content)
    return found


def _cmap(font: BinaryIO) -> int:
    font.seek(0)
    start = _read(font, 12, ">L")[0] if font.read(4) == COLLECTION else 0
    (tables,) = _read(font, start + 4, ">H")
    for place in range(tables):
        tag, _, offset, _ = _read(font, start + 12 + 16 * place, ">LLLL")
        if tag == int.from_bytes(b"cmap", "big"):
            return offset
    raise FontUnreadable("The font has no table of characters.")


def _whole_table(font: BinaryIO, cmap: int) -> int:
    (count,) = _read(font, cmap + 2, ">H")
    for place in range(count):
        (offset,) = _read(font, cmap + 8 + 8 * place, ">L")
        if _read(font, cmap + offset, ">H") == (FORMAT_WHOLE,):
            return cmap + offset
    raise FontUnreadable("The font has no table of all characters.")


def _spans(font: BinaryIO, table: int) -> Coverage:
    (groups,) = _read(font, table + 12, ">L")
    numbers = _read(font, table + 16, f">{3 * groups}L")
    return Coverage(firsts=numbers[0::3], lasts=numbers[1::3])
