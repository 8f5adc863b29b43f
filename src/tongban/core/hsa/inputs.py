"""Reading an input by its table: what clients really send, every fault at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from tongban.core.hsa.rows import Nodes, Row
from tongban.core.hsa.tables import Field, Form, Need, Node, Table
from tongban.core.hsa.values import (
    Raw,
    Reader,
    Unreadable,
    Value,
    is_empty,
    read_value,
    reader_of,
)
from tongban.core.refusals import Refusal

ROWS_MAX: Final = 2_000  # rows of one list in one message
FAULTS_SHOWN: Final = 50


class InputFaulty(Refusal):
    """The input breaks its table; every place is named."""

    code = "hsa.input_faulty"

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__(
            f"{len(faults)} faults in the input.",
            words="；".join(faults),
            count=len(faults),
        )


@dataclass(slots=True)
class _Reader:
    """Reads nodes and notes what is wrong on the way."""

    table: Table
    elsewhere: bool
    faults: list[str] = field(default_factory=list)

    def note(self, place: str, words: str) -> None:
        if len(self.faults) < FAULTS_SHOWN:
            self.faults.append(f"{place}：{words}")

    def rows(self, node: Node, raw: Raw, place: str) -> tuple[Row, ...]:
        objects = _objects(raw)
        if objects is None:
            self.note(place, "应当是一组字段" if not node.many else "应当是列表")
            return ()
        if len(objects) > 1 and not node.many:
            self.note(place, "只能有一行")
        if len(objects) > ROWS_MAX:
            self.note(place, f"一次最多{ROWS_MAX}行，请分批上传")
            return ()
        if not objects and not node.many:
            objects = ({},)  # its fields are missing, and are named
        many = len(objects) > 1
        return tuple(
            self.row(node, one, f"{place}第{at}行" if many else place)
            for at, one in enumerate(objects, start=1)
        )

    def row(self, node: Node, said: Mapping[str, Raw], place: str) -> Row:
        """Return a row; the plain way unless something has to be said about it."""
        plain = _ready(self.table)[node.name].row(said, elsewhere=self.elsewhere)
        return plain or self._slowly(node, said, place)

    def _slowly(self, node: Node, said: Mapping[str, Raw], place: str) -> Row:
        values: dict[str, Value] = {}
        nested: dict[str, tuple[Row, ...]] = {}
        words: dict[str, tuple[str, ...]] = {}
        holds = self.table.holds_nodes(node)
        for one in node.fields:
            raw = _said(said, one)
            inner = self.table.inside(node, one.name) if holds else None
            if raw is None:
                self._missing(one, place)
            elif inner is not None:
                nested[one.name] = self.rows(inner, raw, f"{place}.{one.name}")
            elif one.form is Form.LIST:
                words[one.name] = _words(raw)
            else:
                try:
                    values[one.name] = read_value(raw, one)
                except Unreadable as fault:
                    self.note(_where(one, place), fault.words)
        return Row(values, nested, words)

    def _missing(self, one: Field, place: str) -> None:
        if one.need is Need.ALWAYS:
            self.note(_where(one, place), "没有填写")
        elif one.need is Need.ELSEWHERE and self.elsewhere:
            self.note(_where(one, place), "异地参保人必须填写")


@dataclass(frozen=True, slots=True)
class _Ready:
    """A node made ready: what reads each field, which ones have to be there.

    ``apart`` are names that are not simply a value: lists, nodes, other spellings.
    """

    readers: Mapping[str, Reader]
    always: tuple[str, ...]
    elsewhere: tuple[str, ...]
    apart: frozenset[str]

    def row(self, said: Mapping[str, Raw], *, elsewhere: bool) -> Row | None:
        """Return a row of plain values, or nothing when it takes a closer look."""
        values: dict[str, Value] = {}
        for name, raw in said.items():
            reader = self.readers.get(name)
            if reader is None:
                if name in self.apart:
                    return None
            elif not is_empty(raw):
                try:
                    values[name] = reader(raw)
                except Unreadable:
                    return None
        if not all(name in values for name in self.always):
            return None
        if elsewhere and not all(name in values for name in self.elsewhere):
            return None
        return Row(values)


@cache
def _ready(table: Table) -> Mapping[str, _Ready]:
    return {node.name: _made_ready(table, node) for node in table.inputs}


def _made_ready(table: Table, node: Node) -> _Ready:
    plain = [
        one
        for one in node.fields
        if one.form is not Form.LIST and table.inside(node, one.name) is None
    ]
    names = {one.name for one in plain}
    return _Ready(
        readers={one.name: reader_of(one) for one in plain},
        always=tuple(one.name for one in node.fields if one.need is Need.ALWAYS),
        elsewhere=tuple(one.name for one in node.fields if one.need is Need.ELSEWHERE),
        apart=frozenset(
            name for one in node.fields for name in (one.name, *one.also)
        ).difference(names),
    )


def read_input(said: Mapping[str, Raw], table: Table, *, elsewhere: bool) -> Nodes:
    """Return the nodes of an input, or refuse with every fault at once.

    ``elsewhere`` says that the person is insured in another region. A single
    object may come as a list of one and a list of one as an object; where a
    table has one node, clients may leave its name out.
    """
    reader = _Reader(table, elsewhere)
    tops = table.top()
    found: dict[str, tuple[Row, ...]] = {}
    for node in tops:
        raw = said.get(node.name)
        if is_empty(raw) and len(tops) == 1 and _stands_open(said, node):
            raw = said
        if is_empty(raw):
            raw = [] if node.many else {}
        found[node.name] = reader.rows(node, raw, node.name)
    if reader.faults:
        raise InputFaulty(reader.faults)
    return Nodes(found)


def _stands_open(said: Mapping[str, Raw], node: Node) -> bool:
    return any(one.name in said for one in node.fields)


def _where(one: Field, place: str) -> str:
    return f"{place}.{one.name}（{one.meaning}）"


def _said(said: Mapping[str, Raw], one: Field) -> Raw:
    """Return what a client wrote for a field, under any name; nothing when empty."""
    raw = said.get(one.name)
    if not is_empty(raw):
        return raw
    for name in one.also:
        if not is_empty(said.get(name)):
            return said[name]
    return None


def _objects(raw: Raw) -> Sequence[Mapping[str, Raw]] | None:
    if isinstance(raw, Mapping):
        return (raw,)
    if isinstance(raw, Sequence) and not isinstance(raw, str):
        objects = [one for one in raw if isinstance(one, Mapping)]
        return objects if len(objects) == len(raw) else None
    return None


def _words(raw: Raw) -> tuple[str, ...]:
    parts: Iterable[Raw] = (
        raw if isinstance(raw, Sequence) and not isinstance(raw, str) else (raw,)
    )
    return tuple(
        str(part) for part in parts if not isinstance(part, Mapping | list | tuple)
    )
