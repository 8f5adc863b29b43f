"""Reads where the offices of a region lie, when they open, what they keep ready."""

from collections.abc import Iterator, Mapping
from datetime import time
from pathlib import Path
from typing import Any, Final

from tongban.core.guidance.opening import Hours, OpeningHours
from tongban.core.guidance.points import Aid, PointDetail, PointSheet, position_of
from tongban.core.items.catalogue import RegionCode
from tongban.policy.reading import Data, Document, PolicyErrors, Problem, read_document
from tongban.policy.schemas import find_schema_problems

FOLDER: Final = "places"
SCHEMA: Final = "places"
Sheets = Mapping[RegionCode, PointSheet]


def load_places(folder: Path) -> Sheets:
    """Return what each region publishes about its offices, by region.

    Raises ``PolicyErrors`` with every mistake, its file and line.
    """
    documents = [
        read_document(path, f"{FOLDER}/{path.name}")
        for path in sorted((folder / FOLDER).glob("*.yaml"))
    ]
    problems = [one for document in documents for one in _problems(document)]
    if problems:
        raise PolicyErrors(tuple(problems))
    sheets = [_sheet(document.data) for document in documents]
    return {sheet.region: sheet for sheet in sheets}


def _problems(document: Document) -> Iterator[Problem]:
    broken = find_schema_problems(document, SCHEMA)
    yield from broken
    if broken:
        return
    said: Any = document.data
    yield from _hours_problems(document, said["opening"], ("opening",))
    seen: set[str] = set()
    for at, entry in enumerate(said["offices"]):
        place = ("offices", at)
        if entry["office"] in seen:
            words = f"网点“{entry['office']}”写了两次"
            yield document.problem((*place, "office"), words)
        seen.add(entry["office"])
        if "opening" in entry:
            yield from _hours_problems(document, entry["opening"], (*place, "opening"))


def _hours_problems(
    document: Document, said: Mapping[str, list[str]], place: tuple[str | int, ...]
) -> Iterator[Problem]:
    for kind, spans in said.items():
        for at, span in enumerate(spans):
            start, _, end = span.partition("-")
            if end <= start:
                words = f"“{span}”的结束时间不晚于开始时间"
                yield document.problem((*place, kind, at), words)


def _sheet(data: Data) -> PointSheet:
    said: Any = data
    usual = _opening(said["opening"])
    return PointSheet(
        region=RegionCode(said["region"]),
        notice=said["notice"],
        details={
            entry["office"]: PointDetail(
                office=entry["office"],
                position=position_of(entry["longitude"], entry["latitude"]),
                hours=_opening(entry["opening"]) if "opening" in entry else usual,
                aids=tuple(Aid(aid) for aid in entry.get("aids", ())),
            )
            for entry in said["offices"]
        },
        centres={
            entry["region"]: position_of(entry["longitude"], entry["latitude"])
            for entry in said["centres"]
        },
    )


def _opening(said: Mapping[str, list[str]]) -> OpeningHours:
    return OpeningHours(
        workdays=tuple(_hours(span) for span in said["workdays"]),
        days_off=tuple(_hours(span) for span in said["days_off"]),
    )


def _hours(span: str) -> Hours:
    start, _, end = span.partition("-")
    return Hours(time.fromisoformat(start), time.fromisoformat(end))
