"""Which clause is served by which policy file, code and proof; read from files only."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any, Final

import yaml

from tongban.policy.located import read_located

CLAUSES: Final = Path("trace/clauses.yaml")
SCHEMA: Final = Path("schema/trace.json")
SCENARIO_CLAUSES: Final = "条款"


class Kind(Enum):
    """Who fulfils a clause."""

    SOFTWARE = "software"
    OFFICE = "office"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Clause:
    """One numbered clause and what serves it; ``later`` names the part not built."""

    id: str
    document: str
    kind: Kind
    text: str
    policy: tuple[str, ...] = ()
    code: tuple[str, ...] = ()
    later: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """A test or a scenario that says it proves a clause; ``file`` from the root."""

    clause: str
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Trace:
    """Every clause, what proves it, and everything that does not fit."""

    clauses: tuple[Clause, ...]
    proofs: Mapping[str, tuple[str, ...]]
    faults: tuple[str, ...]

    def is_unproved(self, clause: Clause) -> bool:
        """Say whether software should be proved here and is not."""
        return clause.kind is Kind.SOFTWARE and not self.proofs.get(clause.id)


def load_clauses(policy: Path) -> tuple[Clause, ...]:
    """Return the clauses of all documents in the order of the file.

    Refuses ``policy.file_wrong`` with every mistake of form at once.
    """
    located = read_located(policy / CLAUSES, schema=policy / SCHEMA)
    return tuple(
        _clause(document["code"], entry)
        for document in located.content["documents"]
        for entry in document["clauses"]
    )


def _clause(document: str, entry: Mapping[str, Any]) -> Clause:
    return Clause(
        id=entry["id"],
        document=document,
        kind=Kind(entry["kind"]),
        text=entry["text"],
        policy=tuple(entry.get("policy", ())),
        code=tuple(entry.get("code", ())),
        later=entry.get("later", ""),
    )


def read_trace(root: Path) -> Trace:
    """Return the trace of a repository: clauses, proofs, and faults by name."""
    clauses = load_clauses(root / "policy")
    mentions = (*_in_tests(root), *_in_scenarios(root))
    known = {clause.id for clause in clauses}
    unknown = (
        f"{mention.file}:{mention.line}: 没有条款{mention.clause}"
        for mention in mentions
        if mention.clause not in known
    )
    return Trace(
        clauses=clauses,
        proofs=_by_clause(mentions),
        faults=(*_doubles(clauses), *_dead_ends(root, clauses), *unknown),
    )


def _by_clause(mentions: tuple[Mention, ...]) -> dict[str, tuple[str, ...]]:
    files: dict[str, set[str]] = {}
    for mention in mentions:
        files.setdefault(mention.clause, set()).add(mention.file)
    return {clause: tuple(sorted(found)) for clause, found in files.items()}


def _doubles(clauses: tuple[Clause, ...]) -> Iterator[str]:
    seen: set[str] = set()
    for clause in clauses:
        if clause.id in seen:
            yield f"policy/{CLAUSES}: 条款{clause.id}列了两次"
        seen.add(clause.id)


def _dead_ends(root: Path, clauses: tuple[Clause, ...]) -> Iterator[str]:
    """Yield named policy files and modules that do not exist."""
    for clause in clauses:
        for pattern in clause.policy:
            if not any((root / "policy").glob(pattern)):
                yield f"policy/{CLAUSES}: {clause.id}引用的policy/{pattern}不存在"
        for module in clause.code:
            place = root / "src" / Path(*module.split("."))
            if not (place.with_suffix(".py").exists() or place.is_dir()):
                yield f"policy/{CLAUSES}: {clause.id}引用的{module}不存在"


def _in_tests(root: Path) -> Iterator[Mention]:
    for path in sorted((root / "tests").rglob("*.py")):
        name = path.relative_to(root).as_posix()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _is_clause_mark(node.func):
                for argument in node.args:
                    yield Mention(_words(argument), name, argument.lineno)


def _is_clause_mark(called: ast.expr) -> bool:
    return (
        isinstance(called, ast.Attribute)
        and called.attr == "clause"
        and isinstance(called.value, ast.Attribute)
        and called.value.attr == "mark"
    )


def _words(argument: ast.expr) -> str:
    """Return the clause as written; anything but a plain text is no known clause."""
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        return argument.value
    return ast.unparse(argument)


def _in_scenarios(root: Path) -> Iterator[Mention]:
    for path in sorted((root / "tests/scenarios").rglob("*.yaml")):
        name = path.relative_to(root).as_posix()
        tree = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        for scenario in tree.value if isinstance(tree, yaml.SequenceNode) else ():
            yield from _of_scenario(scenario, name)


def _of_scenario(scenario: yaml.Node, name: str) -> Iterator[Mention]:
    if not isinstance(scenario, yaml.MappingNode):
        return
    for key, value in scenario.value:
        if key.value == SCENARIO_CLAUSES and isinstance(value, yaml.SequenceNode):
            for entry in value.value:
                line = entry.start_mark.line + 1
                yield Mention(str(entry.value), name, line)


def titles(policy: Path) -> dict[str, str]:
    """Return short name and title of every document that clauses come from."""
    text = (policy / "documents.yaml").read_text(encoding="utf-8")
    documents = yaml.load(text, Loader=yaml.CSafeLoader)["documents"]
    return {str(entry["code"]): str(entry["title"]) for entry in documents}
