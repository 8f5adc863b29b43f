"""PDF from data: one typst compiler for the process, with our own font only.

System fonts are left out, so that a paper is the same bytes on every machine.
"""

import io
import threading
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Final

import manimgx_fonts_cjk
import segno
import typst

from tongban.core.json_values import Json, canonical
from tongban.gateways.glyphs import Coverage, coverage_of

LAYOUTS: Final = Path(__file__).parent / "layouts"
STANDARD: Final = "ua-1"
STAND_IN: Final = "〓"
QR_ERROR: Final = "m"
SPACES: Final = frozenset("\n\t\r ")

_working = threading.Lock()


def typeset(layout: str, data: Json, *, at: datetime) -> bytes:
    """Return the PDF of a layout (``paper``, ``guide``) filled with data.

    Same layout, data and moment, same bytes.
    """
    with _working:  # the compiler is one object with its caches
        pdf = _compiler().compile(
            str(LAYOUTS / f"{layout}.typ"),
            format="pdf",
            sys_inputs={"data": canonical(data)},
            pdf_standards=[STANDARD],
            timestamp=at.astimezone(UTC),
        )
    if not isinstance(pdf, bytes):
        raise TypeError("A PDF comes as one piece.")
    return pdf


def qr_svg(text: str) -> str:
    """Return a QR code as SVG."""
    drawn = io.BytesIO()
    code = segno.make(text, error=QR_ERROR, micro=False)
    code.save(drawn, kind="svg", border=2, xmldecl=False, omitsize=True)
    return drawn.getvalue().decode()


def without_glyph(text: str) -> tuple[str, ...]:
    """Return the characters of a text our font cannot draw, each once."""
    known = _coverage()
    return tuple(
        dict.fromkeys(sign for sign in text if sign not in SPACES and sign not in known)
    )


def drawable(value: Json, missing: tuple[str, ...]) -> Json:
    """Return data in which each missing character is a stand-in with its code."""
    if not missing:
        return value
    if isinstance(value, str):
        for sign in missing:
            value = value.replace(sign, f"{STAND_IN}(U+{ord(sign):04X})")
        return value
    if isinstance(value, dict):
        return {name: drawable(part, missing) for name, part in value.items()}
    if isinstance(value, list):
        return [drawable(part, missing) for part in value]
    return value


def font_file() -> Path:
    """Return the one font file that papers are set in."""
    folder = Path(str(resources.files(manimgx_fonts_cjk)))
    return next(path for path in sorted(folder.iterdir()) if path.suffix == ".ttc")


@cache
def _coverage() -> Coverage:
    return coverage_of(font_file())


@cache
def _compiler() -> typst.Compiler:
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(font_file().parent)],
    )
    return typst.Compiler(root=str(LAYOUTS), font_paths=fonts)
