"""Reads which columns the tables have that the register is loaded from."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from tongban.core.loading.columns import Column, Definition, Form, LoadKind
from tongban.core.loading.rows import NEEDED, fields_of
from tongban.policy.reading import Document, PolicyErrors, Problem, read_document
from tongban.policy.schemas import find_schema_problems

FOLDER: Final = "load"
SCHEMA: Final = "load-columns"
Definitions = Mapping[LoadKind, tuple[Definition, ...]]


def load_definitions(folder: Path) -> Definitions:
    """Return the versions of every kind of table, oldest first.

    Raises ``PolicyErrors`` with every mistake, its file and line.
    """
    found: dict[LoadKind, tuple[Definition, ...]] = {}
    problems: list[Problem] = []
    for kind in LoadKind:
        name = f"{FOLDER}/{kind.value}.yaml"
        document = read_document(folder / name, name)
        wrong = find_schema_problems(document, SCHEMA) or tuple(
            _mistakes(document, kind)
        )
        problems += wrong
        if not wrong:
            found[kind] = _versions(document, kind)
    if problems:
        raise PolicyErrors(tuple(problems))
    return found


def _versions(document: Document, kind: LoadKind) -> tuple[Definition, ...]:
    said: Any = document.data
    return tuple(
        Definition(kind, one["version"], tuple(map(_column, one["columns"])))
        for one in said["versions"]
    )


def _column(said: Mapping[str, Any]) -> Column:
    return Column(
        code=said["code"],
        title=said["title"],
        form=Form(said["form"]),
        required=said.get("required", False),
        length_max=said["length_max"],
        meaning=said["meaning"],
        also=tuple(said.get("also", ())),
    )


def _mistakes(document: Document, kind: LoadKind) -> Iterator[Problem]:
    """Find fields that no row has, needed ones left out, names said twice."""
    said: Any = document.data
    if said["kind"] != kind.value:
        yield document.problem(("kind",), f"文件名说的是“{kind.value}”")
    for older, newer in pairwise(said["versions"]):
        if newer["version"] <= older["version"]:
            yield document.problem(("versions",), "版本号应当逐个增大")
    for at, version in enumerate(said["versions"]):
        columns = version["columns"]
        yield from _columns_wrong(document, kind, at, columns)
        given = {one["code"] for one in columns if one.get("required")}
        for code in sorted(NEEDED[kind] - given):
            words = f"“{code}”是必须有的列，并写明required: true"
            yield document.problem(("versions", at, "columns"), words)


def _columns_wrong(
    document: Document, kind: LoadKind, at: int, columns: list[Mapping[str, Any]]
) -> Iterator[Problem]:
    seen: set[str] = set()
    for place, one in enumerate(columns):
        where = ("versions", at, "columns", place)
        if one["code"] not in fields_of(kind):
            yield document.problem(where, f"没有“{one['code']}”这一项")
        for name in (one["code"], one["title"], *one.get("also", ())):
            if name in seen:
                yield document.problem(where, f"“{name}”写了两次")
            seen.add(name)
