"""Reads what is laid down about treatment away from home, by area."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from tongban.core.away.rules import AwayRules, LockFrom, NoAwayRules, Proof
from tongban.policy.reading import Document, PolicyErrors, Problem, read_document
from tongban.policy.schemas import find_schema_problems

FOLDER: Final = "away"
SCHEMA: Final = "away-rules"
NATION: Final = "100000"
PARTS: Final = ("look_back", "lock", "in_province", "emergency", "two_way")
Book = Mapping[str, AwayRules]


def load_away(folder: Path) -> Book:
    """Return the rules of every area in a policy folder, by region code.

    Raises ``PolicyErrors`` with every mistake, its file and line.
    """
    book: dict[str, AwayRules] = {}
    problems: list[Problem] = []
    for path in sorted((folder / FOLDER).glob("*.yaml")):
        document = read_document(path, f"{FOLDER}/{path.name}")
        found = find_schema_problems(document, SCHEMA)
        problems += found
        if not found:
            rules = _rules(document)
            book[rules.region] = rules
    if problems:
        raise PolicyErrors(tuple(problems))
    return book


def away_rules_for(book: Book, region: str) -> AwayRules:
    """Return the rules of an area: its city's, its province's, or the nation's."""
    for code in (f"{region[:4]}00", f"{region[:2]}0000", NATION):
        found = book.get(code)
        if found is not None:
            return found
    raise NoAwayRules(region)


def _rules(document: Document) -> AwayRules:
    said: Any = document.data
    bases = [
        basis
        for part in PARTS
        for name, basis in said[part].items()
        if name.endswith("basis")
    ]
    return AwayRules(
        region=said["region"],
        look_back_days=said["look_back"]["long_term_days"],
        lock_months=said["lock"]["months"],
        lock_from=LockFrom(said["lock"]["from"]),
        filing_in_province=said["in_province"]["filing_needed"],
        emergency_counts=said["emergency"]["counts_as_filed"],
        proof=Proof(said["two_way"]["proof_needed"]),
        verified=all(basis["verified"] for basis in bases),
    )
