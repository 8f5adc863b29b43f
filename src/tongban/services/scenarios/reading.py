"""Reads scenario files: YAML in Chinese; every mistake named at once, with its line."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from tongban.core.json_values import JsonObject
from tongban.core.refusals import Refusal
from tongban.policy.reading import Document, PolicyErrors, Problem, read_document
from tongban.policy.schemas import find_schema_problems
from tongban.services.cases.envelope import CHINA

SCHEMA: Final = "scenario"
MOMENT: Final = "%Y-%m-%d %H:%M"
OWN_KEYS: Final = frozenset({"时间", "谁", "做", "应当"})


class ScenarioFaulty(Refusal):
    """Scenario files cannot be read; every mistake is ``file:line: sentence``."""

    code = "scenarios.faulty"

    def __init__(self, faults: tuple[str, ...]) -> None:
        self.faults = faults
        lines = "".join(f"\n{fault}" for fault in faults)
        super().__init__(lines, faults=lines)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing somebody does at one moment, and what should follow.

    ``place`` counts from 1; ``fields`` are the keys of the action itself.
    """

    place: int
    line: int
    at: datetime
    who: str
    act: str
    fields: JsonObject
    expected: JsonObject


@dataclass(frozen=True, slots=True)
class Scenario:
    """One story with the clauses it proves; ``region`` handles it when named."""

    file: str
    line: int
    name: str
    clauses: tuple[str, ...]
    region: str
    steps: tuple[Step, ...]


def read_all(paths: Iterable[Path]) -> tuple[Scenario, ...]:
    """Return the scenarios of several files, or refuse the mistakes of all of them."""
    found: list[Scenario] = []
    faults: list[str] = []
    for path in paths:
        try:
            found += read_scenarios(path)
        except ScenarioFaulty as faulty:
            faults += faulty.faults
    if faults:
        raise ScenarioFaulty(tuple(faults))
    return tuple(found)


def read_scenarios(path: Path) -> tuple[Scenario, ...]:
    """Return the scenarios of one file, or refuse it with every mistake.

    Refuses ``scenarios.faulty``: not YAML, not as the schema says, a moment that
    does not exist, steps out of order, or one name given twice.
    """
    try:
        document = read_document(path, str(path))
    except PolicyErrors as errors:
        raise ScenarioFaulty(_lines(errors.problems)) from errors
    problems = find_schema_problems(document, SCHEMA)
    if problems:
        raise ScenarioFaulty(_lines(problems))
    problems = (*_wrong_moments(document), *_wrong_names(document))
    if problems:
        raise ScenarioFaulty(_lines(problems))
    return tuple(_scenario(document, place) for place in range(len(_entries(document))))


def _entries(document: Document) -> list[Any]:
    entries: Any = document.data
    return list(entries)


def _lines(problems: Iterable[Problem]) -> tuple[str, ...]:
    return tuple(str(problem) for problem in sorted(set(problems)))


def _wrong_moments(document: Document) -> list[Problem]:
    problems = []
    for place, entry in enumerate(_entries(document)):
        before: datetime | None = None
        for at, step in enumerate(entry["步骤"]):
            where = (place, "步骤", at, "时间")
            try:
                moment = _moment(step["时间"])
            except ValueError:
                problems.append(document.problem(where, "没有这个日期或时刻"))
                continue
            if before is not None and moment < before:
                problems.append(document.problem(where, "早于上一步的时间"))
            before = moment
    return problems


def _wrong_names(document: Document) -> list[Problem]:
    problems: list[Problem] = []
    seen: set[str] = set()
    for place, entry in enumerate(_entries(document)):
        if entry["名称"] in seen:
            where = (place, "名称")
            problems.append(document.problem(where, "本文件里已有同名的场景"))
        seen.add(entry["名称"])
    return problems


def _moment(text: str) -> datetime:
    return datetime.strptime(text, MOMENT).replace(tzinfo=CHINA)


def _scenario(document: Document, place: int) -> Scenario:
    entry = _entries(document)[place]
    return Scenario(
        file=document.file,
        line=document.line((place,)),
        name=entry["名称"],
        clauses=tuple(entry["条款"]),
        region=entry.get("地区", ""),
        steps=tuple(
            Step(
                place=at + 1,
                line=document.line((place, "步骤", at)),
                at=_moment(step["时间"]),
                who=step["谁"],
                act=step["做"],
                fields={k: v for k, v in step.items() if k not in OWN_KEYS},
                expected=step.get("应当") or {},
            )
            for at, step in enumerate(entry["步骤"])
        ),
    )
