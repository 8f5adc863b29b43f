"""Bars as SVG: what a change costs, group by group; letters are drawn, no script."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

import typst

from tongban.core.benefits.rounding import WHOLE_BP
from tongban.core.json_values import Json, canonical
from tongban.core.money import yuan_text
from tongban.gateways.typesetting import font_file

LAYOUTS: Final = Path(__file__).parent / "layouts"


def bars(title: str, labels: Sequence[str], series: Mapping[str, Sequence[int]]) -> str:
    """Return lying bars, one for each label and series, as one SVG document.

    Values are fen not below zero; the longest bar fills the width. Beside bars of
    the same label a bar of nought is left out.
    """
    most = max((value for values in series.values() for value in values), default=0)
    rows: list[Json] = [
        {"label": label, "bars": _row([own[at] for own in series.values()], most)}
        for at, label in enumerate(labels)
    ]
    data: Json = {"title": title, "series": list(series), "rows": rows}
    drawn = _compiler().compile(
        str(LAYOUTS / "bars.typ"), format="svg", sys_inputs={"data": canonical(data)}
    )
    if not isinstance(drawn, bytes):
        raise TypeError("A chart is one page.")
    return drawn.decode()


def _row(values: Sequence[int], most: int) -> list[Json]:
    shown = [at for at, value in enumerate(values) if value] or [0]
    return [
        {
            "series": at,
            "share": values[at] * WHOLE_BP // most if most else 0,
            "words": f"{yuan_text(values[at])}元",
        }
        for at in shown
    ]


@cache
def _compiler() -> typst.Compiler:
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(font_file().parent)],
    )
    return typst.Compiler(root=str(LAYOUTS), font_paths=fonts)
