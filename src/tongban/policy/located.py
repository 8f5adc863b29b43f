"""One policy file read with the line of every value, checked by its schema."""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator

from tongban.core.days import Period
from tongban.core.refusals import Refusal

Steps = tuple[str | int, ...]


class PolicyFileWrong(Refusal):
    """A policy file cannot be used; ``faults`` has one ``file:line: text`` each."""

    code = "policy.file_wrong"

    def __init__(self, faults: tuple[str, ...]) -> None:
        self.faults = faults
        super().__init__("\n".join(faults), faults=list(faults))


class _PlainLoader(yaml.CSafeLoader):
    """Reads days as text, so that one place turns them into dates."""


_PlainLoader.yaml_implicit_resolvers = {
    first: [
        (tag, match) for tag, match in pairs if tag != "tag:yaml.org,2002:timestamp"
    ]
    for first, pairs in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


@dataclass(frozen=True, slots=True)
class LocatedFile:
    """The content of one file and the line on which each value stands.

    Days stay text in ``content``; ``day`` turns one into a date.
    """

    name: str
    content: Any
    root: yaml.Node

    def line(self, steps: Steps) -> int:
        """Return the line of the deepest known value on a path of keys."""
        node = self.root
        line = node.start_mark.line + 1
        for step in steps:
            found = _child(node, step)
            if found is None:
                break
            node, line = found
        return line

    def day(self, steps: Steps) -> date:
        """Return the date a text on a path says; refuse one that does not exist."""
        text = self.value(steps)
        try:
            return date.fromisoformat(text)
        except ValueError as error:
            raise self.wrong(steps, f"{text} is not a day") from error

    def period(self, steps: Steps) -> Period:
        """Return a span written as ``from`` and ``through``, both included."""
        through = self.value(steps).get("through")
        first = self.day((*steps, "from"))
        last = None if through is None else self.day((*steps, "through"))
        if last is not None and last < first:
            raise self.wrong((*steps, "through"), f"{last} lies before {first}")
        return Period.through(first, last)

    def value(self, steps: Steps) -> Any:  # noqa: ANN401 -- the schema has checked it
        """Return what stands on a path of keys."""
        value = self.content
        for step in steps:
            value = value[step]
        return value

    def fault(self, steps: Steps, text: str) -> str:
        """Return a mistake as ``file:line: text``."""
        return f"{self.name}:{self.line(steps)}: {text}"

    def wrong(self, steps: Steps, text: str) -> PolicyFileWrong:
        """Return the refusal for a single mistake."""
        return PolicyFileWrong((self.fault(steps, text),))


def read_located(path: Path, *, schema: Path) -> LocatedFile:
    """Return a file that matches its schema.

    Refuses ``policy.file_wrong`` with every mistake at once; the name in the
    message is the file with the folder it lies in.
    """
    name = f"{path.parent.name}/{path.name}"
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        fault = f"{name}:1: cannot be read: {error.strerror}"
        raise PolicyFileWrong((fault,)) from error
    return read_located_text(text, name=name, schema=schema)


def read_located_text(text: str, *, name: str, schema: Path) -> LocatedFile:
    """Return the content of a text in YAML that matches its schema."""
    try:
        root = yaml.compose(text, Loader=_PlainLoader)
        content = yaml.load(text, Loader=_PlainLoader)  # noqa: S506 -- a safe loader
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise PolicyFileWrong((f"{name}:{line}: {error.problem}",)) from error
    except yaml.YAMLError as error:
        raise PolicyFileWrong((f"{name}:1: {error}",)) from error
    if root is None:
        raise PolicyFileWrong((f"{name}:1: the file is empty",))
    located = LocatedFile(name, content, root)
    faults = [
        located.fault(tuple(error.absolute_path), error.message)
        for error in _validator(schema).iter_errors(content)
    ]
    if faults:
        raise PolicyFileWrong(tuple(sorted(faults)))
    return located


@cache
def _validator(schema: Path) -> Draft202012Validator:
    return Draft202012Validator(json.loads(schema.read_text(encoding="utf-8")))


def _child(node: yaml.Node, step: str | int) -> tuple[yaml.Node, int] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return value, key.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
        value = node.value[step]
        return value, value.start_mark.line + 1
    return None
