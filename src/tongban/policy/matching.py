"""Reads how feeds of other departments are read and what their facts propose."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from tongban.core.matching.columns import CellForm, FeedColumn
from tongban.core.matching.facts import FactKind
from tongban.core.matching.proposals import FactRule, MatchingRules, Movement
from tongban.core.refusals import Refusal
from tongban.policy.reading import Document, PolicyErrors, read_document
from tongban.policy.schemas import find_schema_problems

FOLDER: Final = Path("matching")
SCHEMA: Final = "matching-rules"
CITY_DIGITS: Final = 4


class NotMatched(Refusal):
    """Nothing is laid down about shared facts of this region or day."""

    code = "matching.not_laid_down"

    def __init__(self, region: str) -> None:
        super().__init__(f"No rules of matching for {region}.", region=region)


def load_matching(folder: Path) -> tuple[MatchingRules, ...]:
    """Return the rules of every region found in a policy folder.

    Raises ``PolicyErrors`` with every mistake, its file and line.
    """
    files = sorted((folder / FOLDER).glob("*.yaml"))
    documents = [read_document(path, str(FOLDER / path.name)) for path in files]
    problems = [
        problem
        for document in documents
        for problem in find_schema_problems(document, SCHEMA)
    ]
    if problems:
        raise PolicyErrors(tuple(problems))
    return tuple(_rules(document) for document in documents)


def rules_for(
    book: tuple[MatchingRules, ...], region: str, *, day: date
) -> MatchingRules:
    """Return the newest rules of a region's city that hold on a day, or refuse."""
    holding = [
        rules
        for rules in book
        if rules.region[:CITY_DIGITS] == region[:CITY_DIGITS]
        and rules.effective_on <= day
    ]
    if not holding:
        raise NotMatched(region)
    return max(holding, key=lambda rules: rules.effective_on)


def _rules(document: Document) -> MatchingRules:
    said: Any = document.data
    rules = [_rule(one) for one in said["rules"]]
    return MatchingRules(
        region=said["region"],
        effective_on=date.fromisoformat(str(said["effective_on"])),
        version=said["version"],
        rows_max=said["rows_max"],
        retry_days=said["retry_days"],
        gap_days=said["gap_days"],
        rules={rule.kind: rule for rule in rules},
    )


def _rule(said: Mapping[str, Any]) -> FactRule:
    by_rule = said.get("by_rule_from")
    return FactRule(
        kind=FactKind(said["kind"]),
        columns=tuple(_column(one) for one in said["columns"]),
        movement=Movement(said["movement"]),
        day_after=said["day_after"],
        reason=said["reason"],
        purpose=said["purpose"],
        stands_for=frozenset(said["stands_for"]),
        by_rule_from=None if by_rule is None else date.fromisoformat(by_rule),
    )


def _column(said: Mapping[str, Any]) -> FeedColumn:
    return FeedColumn(
        code=said["code"],
        title=said["title"],
        form=CellForm(said["form"]),
        required=said.get("required", True),
        choices=said.get("choices", {}),
    )
