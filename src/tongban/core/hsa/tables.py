"""What a transaction takes and gives: nodes and fields, as its table says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

DIRECT: Final = ""  # a node without a name: its fields stand in the output itself


class Form(StrEnum):
    """How the value of a field is written."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    MOMENT = "moment"
    LIST = "list"
    BYTES = "bytes"


class Need(StrEnum):
    """Whether a field has to be there; some only for people insured elsewhere."""

    ALWAYS = "always"
    ELSEWHERE = "elsewhere"
    OPTIONAL = "optional"


@dataclass(frozen=True, slots=True)
class Field:
    """One field; ``length`` is zero where no edition limits it.

    ``editions`` are the letters of the public editions that have it; ``also``
    are other spellings that clients send.
    """

    name: str
    meaning: str
    form: Form
    length: int = 0
    decimals: int = 0
    need: Need = Need.OPTIONAL
    dictionary: bool = False
    also: tuple[str, ...] = ()
    editions: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """One object or list of rows; ``inside`` names the node it is nested in."""

    name: str
    many: bool
    fields: tuple[Field, ...]
    inside: str = ""
    editions: str = ""

    def field(self, name: str) -> Field | None:
        """Return a field by its name, or nothing."""
        return next((one for one in self.fields if one.name == name), None)


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """One transaction (交易); ``path`` is its address where each has its own.

    Read once and itself only: what is made ready from it is kept beside it.
    """

    infno: str
    name: str
    inputs: tuple[Node, ...]
    outputs: tuple[Node, ...]
    path: str = ""
    _nested: Mapping[tuple[bool, str, str], Node] = field(
        init=False, repr=False, compare=False
    )
    _outer: frozenset[tuple[bool, str]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Note which nodes hold others: every field of every message asks."""
        nested = {
            (out, one.inside, one.name): one
            for out, nodes in ((False, self.inputs), (True, self.outputs))
            for one in nodes
            if one.inside
        }
        object.__setattr__(self, "_nested", nested)
        outer = frozenset((out, inside) for out, inside, _ in nested)
        object.__setattr__(self, "_outer", outer)

    def holds_nodes(self, node: Node, *, out: bool = False) -> bool:
        """Say whether any node is nested in a field of this one."""
        return (out, node.name) in self._outer

    def inside(self, node: Node, field: str, *, out: bool = False) -> Node | None:
        """Return the node nested in a field of another, or nothing."""
        return self._nested.get((out, node.name, field))

    def top(self, *, out: bool = False) -> tuple[Node, ...]:
        """Return the nodes that stand in the input or output itself."""
        nodes = self.outputs if out else self.inputs
        return tuple(node for node in nodes if not node.inside)
