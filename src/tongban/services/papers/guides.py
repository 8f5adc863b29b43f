"""A handling guide as PDF: whole, in large print, or short on one page (办事指南)."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from tongban.core.cases.view import CHINA
from tongban.core.json_values import Json, JsonObject
from tongban.core.papers.kinds import Edition
from tongban.gateways.typesetting import drawable, qr_svg, typeset, without_glyph
from tongban.services.papers.rendering import PaperPdf

LAYOUT: Final = "guide"
SUFFIXES: Final = {
    Edition.FULL: "",
    Edition.LARGE: "（大字版）",
    Edition.SHORT: "（简版）",
}


@dataclass(frozen=True, slots=True)
class Section:
    """One heading of a guide and what stands under it, ready for the layout."""

    heading: str
    parts: tuple[JsonObject, ...]


@dataclass(frozen=True, slots=True)
class GuideSheet:
    """A guide as it goes on paper; ``url`` is the page that says the same."""

    title: str
    subtitle: str
    region: str
    version: str
    source: str
    url: str
    dated_on: date
    sections: tuple[Section, ...]

    def as_json(self, edition: Edition) -> dict[str, Json]:
        """Return the sheet ready for the layout."""
        return {
            "title": self.title,
            "subtitle": self.subtitle,
            "region": self.region,
            "version": self.version,
            "source": self.source,
            "url": self.url,
            "edition": edition.value,
            "sections": [
                {"heading": one.heading, "parts": list(one.parts)}
                for one in self.sections
            ],
        }


def guide_pdf(sheet: GuideSheet, edition: Edition) -> PaperPdf:
    """Return the PDF of a guide; the same sheet gives the same bytes."""
    data = sheet.as_json(edition)
    missing = without_glyph(sheet.title + str(data["sections"]))
    data = {name: drawable(part, missing) for name, part in data.items()}
    data["qr"] = qr_svg(sheet.url)
    at = datetime.combine(sheet.dated_on, time(), CHINA)
    name = f"{sheet.title}办事指南{SUFFIXES[edition]}.pdf"
    return PaperPdf(name, typeset(LAYOUT, data, at=at))
