"""YAML read with the line of every value, so that a mistake can be pointed at.

Days stay text (``2023-06-26``), decimals are refused: money and rates are
quoted strings, and no reader turns them into floats.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Union

import yaml

Data = Union[str, int, bool, None, list["Data"], dict[str, "Data"]]  # noqa: UP007
Place = tuple[str | int, ...]

BYTES_MAX: Final = 2_000_000
_INTEGER: Final = re.compile(r"-?(0|[1-9]\d*)")
_TAG: Final = "tag:yaml.org,2002:"
_TRUE: Final = frozenset({"true", "True", "TRUE", "yes", "Yes", "on", "On"})


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake in the policy folder, said as ``file:line: sentence``."""

    file: str
    line: int
    sentence: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.sentence}"


class PolicyErrors(Exception):
    """The policy folder cannot be used; every problem is listed."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass(frozen=True, slots=True)
class Document:
    """One policy file: its data and the line each place in it stands on."""

    file: str
    data: Data
    lines: Mapping[Place, int] = field(repr=False)

    def line(self, place: Place) -> int:
        """Return the line of a place, or of the nearest place around it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def problem(self, place: Place, sentence: str) -> Problem:
        """Return a problem at a place of this file."""
        return Problem(self.file, self.line(place), sentence)


def read_document(path: Path, shown: str) -> Document:
    """Read one YAML file; ``shown`` is its name in messages.

    Raises ``PolicyErrors`` when it is not YAML, too large, says one key twice
    or holds an unquoted decimal number.
    """
    return read_raw(path.read_bytes(), shown)


def read_raw(raw: bytes, shown: str) -> Document:
    """Read the bytes of a file, wherever they were kept; as ``read_document``."""
    if len(raw) > BYTES_MAX:
        raise PolicyErrors((Problem(shown, 1, f"文件超过{BYTES_MAX}字节"),))
    try:
        node = yaml.compose(raw.decode("utf-8"), Loader=yaml.CSafeLoader)
    except UnicodeDecodeError:
        raise PolicyErrors((Problem(shown, 1, "文件不是UTF-8编码"),)) from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        words = f"不是正确的YAML：{error.problem or error.context}"
        raise PolicyErrors((Problem(shown, line, words),)) from None
    reader = _Reader(shown)
    data = None if node is None else reader.read(node, ())
    if reader.problems:
        raise PolicyErrors(tuple(reader.problems))
    return Document(shown, data, reader.lines)


class _Reader:
    """Turns nodes into plain data, noting lines and problems on the way."""

    def __init__(self, shown: str) -> None:
        self.shown = shown
        self.lines: dict[Place, int] = {}
        self.problems: list[Problem] = []

    def read(self, node: yaml.Node, place: Place) -> Data:
        self.lines.setdefault(place, _line(node))
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, place)
        if isinstance(node, yaml.SequenceNode):
            parts: list[yaml.Node] = node.value
            return [self.read(part, (*place, at)) for at, part in enumerate(parts)]
        return self._scalar(node)

    def _mapping(self, node: yaml.MappingNode, place: Place) -> dict[str, Data]:
        found: dict[str, Data] = {}
        own: set[str] = set()
        for key, value in self._pairs(node):
            name = str(key.value)
            if name in own:
                self._note(key, f"同一个键写了两次：{name}")
            own.add(name)
            self.lines[(*place, name)] = _line(key)
            found[name] = self.read(value, (*place, name))
        inherited: dict[str, Data] = {}
        for base in self._bases(node):
            inherited.update(self._inherited(base, place, own))
        return {**inherited, **found}

    def _inherited(
        self, base: yaml.Node, place: Place, own: set[str]
    ) -> dict[str, Data]:
        """Read what a version takes over, with the lines it stands on there."""
        other = _Reader(self.shown)
        data = other.read(base, place)
        self.problems.extend(other.problems)
        if not isinstance(data, dict):
            self._note(base, "“<<”后面应当是另一组键值对")
            return {}
        kept = {name: value for name, value in data.items() if name not in own}
        for spot, line in other.lines.items():
            if len(spot) > len(place) and spot[len(place)] in kept:
                self.lines[spot] = line
        return kept

    def _pairs(self, node: yaml.MappingNode) -> Iterator[tuple[yaml.Node, yaml.Node]]:
        for key, value in node.value:
            if key.tag != f"{_TAG}merge":
                yield key, value

    def _bases(self, node: yaml.MappingNode) -> Iterator[yaml.Node]:
        for key, value in node.value:
            if key.tag == f"{_TAG}merge":
                yield from (
                    value.value if isinstance(value, yaml.SequenceNode) else (value,)
                )

    def _scalar(self, node: yaml.Node) -> Data:
        text = str(node.value)
        match node.tag.removeprefix(_TAG):
            case "null":
                return None
            case "bool":
                return text in _TRUE
            case "int" if _INTEGER.fullmatch(text):
                return int(text)
            case "float":
                self._note(node, f"小数要加引号写成文字：{text}")
                return text
            case _:
                return text

    def _note(self, node: yaml.Node, sentence: str) -> None:
        self.problems.append(Problem(self.shown, _line(node), sentence))


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1
