"""Reads the national interface: field tables of its transactions, addresses, limits."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from tongban.core.hsa.tables import Field, Form, Need, Node, Table
from tongban.policy.hsa_files import load_catalogue_files
from tongban.policy.reading import Document, PolicyErrors, Problem, read_document
from tongban.policy.schemas import find_schema_problems

FOLDER: Final = Path("hsa")
TRANSACTIONS: Final = FOLDER / "transactions"
INTERFACE: Final = FOLDER / "interface.yaml"
TABLE_SCHEMA: Final = "hsa-transaction"
INTERFACE_SCHEMA: Final = "hsa-interface"


class AddressStyle(StrEnum):
    """How an address says which transaction is meant."""

    ONE = "one"
    NUMBER = "number"
    PATH = "path"


@dataclass(frozen=True, slots=True)
class Interface:
    """Addresses, limits and codes of this deployment's interface.

    The codes are those of the national dictionaries for our own words.
    """

    timestamp_minutes: int
    token_minutes: int
    file_days: int
    addresses: tuple[tuple[str, AddressStyle], ...]
    paper_codes: Mapping[str, str]
    identity_codes: Mapping[str, str]
    fund_codes: Mapping[str, str]


def infnos(folder: Path) -> tuple[str, ...]:
    """Return the numbers of the transactions that have tables, in order."""
    return tuple(sorted(path.stem for path in (folder / TRANSACTIONS).glob("*.yaml")))


def load_table(folder: Path, infno: str) -> Table:
    """Return the tables of one transaction.

    Raises ``PolicyErrors`` with every mistake, its file and line.
    """
    document = _document(folder, TRANSACTIONS / f"{infno}.yaml", TABLE_SCHEMA)
    problems = tuple(_mistakes(document, infno))
    if problems:
        raise PolicyErrors(problems)
    said: Any = document.data
    return Table(
        infno=said["infno"],
        name=said["name"],
        inputs=tuple(map(_node, said["inputs"])),
        outputs=tuple(map(_node, said["outputs"])),
        path=said.get("path", ""),
    )


def load_interface(folder: Path) -> Interface:
    """Return the addresses and limits; raises ``PolicyErrors`` as above."""
    said: Any = _document(folder, INTERFACE, INTERFACE_SCHEMA).data
    return Interface(
        timestamp_minutes=said["timestamp_minutes"],
        token_minutes=said["token_minutes"],
        file_days=said["file_days"],
        addresses=tuple(
            (one["path"], AddressStyle(one["style"])) for one in said["addresses"]
        ),
        paper_codes=said["paper_codes"],
        identity_codes=said["identity_codes"],
        fund_codes=said["fund_codes"],
    )


def load_hsa(folder: Path) -> Mapping[str, Table]:
    """Read everything once; raises ``PolicyErrors`` with all files' mistakes."""
    problems: list[Problem] = []
    tables: dict[str, Table] = {}
    for infno in infnos(folder):
        try:
            tables[infno] = load_table(folder, infno)
        except PolicyErrors as errors:
            problems += errors.problems
    if problems:
        raise PolicyErrors(tuple(problems))
    load_interface(folder)
    load_catalogue_files(folder)
    return tables


def _document(folder: Path, name: Path, schema: str) -> Document:
    document = read_document(folder / name, name.as_posix())
    problems = find_schema_problems(document, schema)
    if problems:
        raise PolicyErrors(problems)
    return document


def _mistakes(document: Document, infno: str) -> Iterator[Problem]:
    said: Any = document.data
    if said["infno"] != infno:
        yield document.problem(("infno",), f"文件名说的是“{infno}”")
    for side in ("inputs", "outputs"):
        names = [one["node"] for one in said[side]]
        for at, one in enumerate(said[side]):
            place = (side, at)
            if one["node"] in names[:at]:
                yield document.problem(place, f"节点“{one['node']}”写了两次")
            inside = one.get("inside")
            if inside is not None and inside not in names:
                yield document.problem((*place, "inside"), f"没有节点“{inside}”")
            yield from _fields_wrong(document, (*place, "fields"), one["fields"])


def _fields_wrong(
    document: Document, place: tuple[str | int, ...], fields: list[Mapping[str, Any]]
) -> Iterator[Problem]:
    seen: set[str] = set()
    for at, one in enumerate(fields):
        for name in (one["name"], *one.get("also", ())):
            if name in seen:
                yield document.problem((*place, at), f"“{name}”写了两次")
            seen.add(name)


def _node(said: Mapping[str, Any]) -> Node:
    return Node(
        name=said["node"],
        many=said["many"],
        fields=tuple(map(_field, said["fields"])),
        inside=said.get("inside", ""),
        editions=said["editions"],
    )


def _field(said: Mapping[str, Any]) -> Field:
    return Field(
        name=said["name"],
        meaning=said["meaning"],
        form=Form(said["form"]),
        length=said.get("length", 0),
        decimals=said.get("decimals", 0),
        need=Need(said.get("need", Need.OPTIONAL.value)),
        dictionary=said.get("dictionary", False),
        also=tuple(said.get("also", ())),
        editions=said["editions"],
    )
