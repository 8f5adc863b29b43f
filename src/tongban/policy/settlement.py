"""Reads the rules of settlement: kinds of care by code, stays over the year's end."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from tongban.core.benefits.vocabulary import CareKind
from tongban.core.settlement.rules import (
    Care,
    Disease,
    ReasonRule,
    SettlementRules,
    StayCounts,
    Unregistered,
)
from tongban.policy.reading import Document, PolicyErrors, Problem, read_document
from tongban.policy.schemas import find_schema_problems

FILE: Final = Path("settlement/rules.yaml")
SCHEMA: Final = "settlement"


def load_settlement(folder: Path) -> SettlementRules:
    """Return the rules; raises ``PolicyErrors`` with every mistake, file and line."""
    document = read_document(folder / FILE, FILE.as_posix())
    problems = find_schema_problems(document, SCHEMA) or tuple(_mistakes(document))
    if problems:
        raise PolicyErrors(problems)
    said: Any = document.data
    return SettlementRules(
        care={
            one["code"]: Care(
                CareKind(one["kind"]),
                accident=one.get("accident", False),
                emergency=one.get("emergency", False),
            )
            for one in said["care"]
        },
        clearing={CareKind(kind): code for kind, code in said["clearing"].items()},
        stay_counts=StayCounts(said["stay_counts"]["by"]),
        line_off_fen=said["line_off"]["fen"],
        receipt_digits=said["receipt"]["digits"],
        reasons=tuple(
            ReasonRule(
                one["code"],
                diagnoses=tuple(one.get("diagnoses", ())),
                transfer=one.get("transfer", False),
                same_institution=one["same_institution"],
            )
            for one in said["reasons"]
        ),
        diseases=tuple(
            Disease(one["code"], one["name"], one["disease"])
            for one in said["diseases"]
        ),
        unregistered=Unregistered(said["unregistered"]["answer"]),
    )


def _mistakes(document: Document) -> Iterator[Problem]:
    said: Any = document.data
    for part, name in (("care", "code"), ("diseases", "code"), ("diseases", "disease")):
        seen: set[str] = set()
        for at, one in enumerate(said[part]):
            if one[name] in seen:
                yield document.problem((part, at), f"“{one[name]}”写了两次")
            seen.add(one[name])
