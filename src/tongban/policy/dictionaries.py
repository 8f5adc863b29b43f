"""Reads the dictionaries (字典) that messages of the national interface use."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from tongban.policy.reading import Document, PolicyErrors, Problem, read_document
from tongban.policy.schemas import find_schema_problems

FOLDER: Final = "dictionaries"
SCHEMA: Final = "dictionaries"
NATION: Final = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One value of a dictionary; ``parent`` is empty unless it hangs below another."""

    value: str
    label: str
    parent: str
    mark: str


@dataclass(frozen=True, slots=True)
class Dictionary:
    """One dictionary of a region, in force from a day; its values in order."""

    type: str
    name: str
    source: str
    valid_from: date
    entries: tuple[Entry, ...]


Book = Mapping[tuple[str, str], Dictionary]


def load_dictionaries(folder: Path) -> Book:
    """Return the dictionaries by region and type in lower case; "" is the nation.

    Raises ``PolicyErrors`` with every mistake, its file and line.
    """
    found: dict[tuple[str, str], Dictionary] = {}
    problems: list[Problem] = []
    for path in sorted((folder / FOLDER).glob("*.yaml")):
        document = read_document(path, f"{FOLDER}/{path.name}")
        wrong = find_schema_problems(document, SCHEMA) or tuple(_mistakes(document))
        problems += wrong
        if not wrong:
            said: Any = document.data
            region = str(said["region"])
            found |= {(region, one.type.lower()): one for one in _read(document)}
    if problems:
        raise PolicyErrors(tuple(problems))
    return found


def dictionary_for(book: Book, region: str, name: str) -> Dictionary | None:
    """Return the dictionary of the nearest region that has it, or nothing."""
    chain = (region, f"{region[:4]}00", f"{region[:2]}0000", NATION)
    for place in chain:
        one = book.get((place, name.lower()))
        if one is not None:
            return one
    return None


def _read(document: Document) -> Iterator[Dictionary]:
    said: Any = document.data
    for one in said["dictionaries"]:
        yield Dictionary(
            type=one["type"],
            name=one["name"],
            source=said["source"],
            valid_from=date.fromisoformat(str(said["valid_from"])),
            entries=tuple(
                Entry(row["value"], row["label"], row.get("parent", ""), row["mark"])
                for row in one["values"]
            ),
        )


def _mistakes(document: Document) -> Iterator[Problem]:
    said: Any = document.data
    types = Counter(one["type"].lower() for one in said["dictionaries"])
    for place, one in enumerate(said["dictionaries"]):
        if types[one["type"].lower()] > 1:
            yield document.problem(
                ("dictionaries", place, "type"), f"字典{one['type']}写了两次"
            )
        values = Counter(row["value"] for row in one["values"])
        for at, row in enumerate(one["values"]):
            if values[row["value"]] > 1:
                yield document.problem(
                    ("dictionaries", place, "values", at, "value"),
                    f"键值{row['value']}写了两次",
                )
