"""Reads grades of ratings, and the figures of corrections, complaints, surveys."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from tongban.core.ratings.grades import Grade, GradeBook, Part, Reason
from tongban.core.ratings.rules import (
    CorrectionRules,
    GamingRules,
    GivingRules,
    RatingRules,
    SurveyRules,
    VoiceRules,
)
from tongban.core.ratings.voices import VoiceKind
from tongban.policy.reading import Document, PolicyErrors, Problem, read_document
from tongban.policy.schemas import find_schema_problems

GRADES: Final = Path("ratings/grades.yaml")
RULES: Final = Path("ratings/rules.yaml")


def load_grades(folder: Path) -> GradeBook:
    """Return the grades and reasons found in a policy folder.

    Raises ``PolicyErrors`` with every mistake, its file and line.
    """
    document = _read(folder, GRADES, schema="rating-grades")
    said: Any = document.data
    grades = [Grade(**line) for line in said["grades"]]
    book = GradeBook(
        grades=tuple(sorted(grades, key=lambda grade: -grade.level)),
        parts=tuple(Part(**line) for line in said["parts"]),
        reasons=tuple(
            Reason(
                code=line["code"],
                part=line["part"],
                text=line["text"],
                grades=frozenset(line["grades"]),
            )
            for line in said["reasons"]
        ),
    )
    problems = _disagreements(document, book)
    if problems:
        raise PolicyErrors(problems)
    return book


def load_rating_rules(folder: Path) -> RatingRules:
    """Return the figures found in a policy folder; raises like ``load_grades``."""
    said: Any = _read(folder, RULES, schema="rating-rules").data
    giving, correction = said["rating"], said["correction"]
    gaming, survey = said["gaming"], said["survey"]
    return RatingRules(
        giving=GivingRules(giving["open_days"], giving["additions_max"]),
        correction=CorrectionRules(
            contact_working_days=correction["contact_working_days"],
            fix_working_days=correction["fix_working_days"],
            tries_max=correction["tries_max"],
            reopen_days=correction["reopen_days"],
            reopened_max=correction["reopened_max"],
        ),
        voices={kind.value: _voice(said[kind.value]) for kind in VoiceKind},
        hidden_below=said["publishing"]["hidden_below"],
        gaming=GamingRules(
            same_device_good=gaming["same_device_good"],
            within_minutes=gaming["within_minutes"],
            sample_percent=gaming["sample_percent"],
            sample_min=gaming["sample_min"],
            sample_max=gaming["sample_max"],
        ),
        survey=SurveyRules(survey["questions_max"], survey["options_max"]),
    )


def _voice(said: Mapping[str, Any]) -> VoiceRules:
    return VoiceRules(
        answer_working_days=said["answer_working_days"],
        reopen_days=said["reopen_days"],
        reopened_max=said["reopened_max"],
        topics={line["code"]: line["text"] for line in said["topics"]},
    )


def _read(folder: Path, name: Path, *, schema: str) -> Document:
    document = read_document(folder / name, str(name))
    problems = find_schema_problems(document, schema)
    if problems:
        raise PolicyErrors(problems)
    return document


def _disagreements(document: Document, book: GradeBook) -> tuple[Problem, ...]:
    """Find levels said twice, and reasons of unknown grades or parts."""
    problems: list[Problem] = []
    levels = [grade.level for grade in book.grades]
    if len(set(levels)) < len(levels):
        problems.append(document.problem(("grades",), "两个等级的分值相同"))
    known = {grade.code for grade in book.grades}
    parts = {part.code for part in book.parts}
    for at, reason in enumerate(book.reasons):
        where = ("reasons", at)
        if not reason.grades <= known:
            problems.append(
                document.problem(where, f"理由“{reason.text}”的等级没有列出")
            )
        if reason.part not in parts:
            problems.append(
                document.problem(where, f"理由“{reason.text}”的环节没有列出")
            )
    return tuple(problems)
