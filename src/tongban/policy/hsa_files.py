"""Reads the columns of the catalogue's files that the national interface gives out."""

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from tongban.core.medical_catalogue.files import FileLayout, Held
from tongban.core.medical_catalogue.kinds import CatalogueKind
from tongban.policy.reading import Document, PolicyErrors, Problem, read_document
from tongban.policy.schemas import find_schema_problems

FILE: Final = Path("hsa/catalogue_files.yaml")
SCHEMA: Final = "hsa-catalogue-files"


def load_catalogue_files(folder: Path) -> Mapping[str, FileLayout]:
    """Return the layout of each transaction's file.

    Raises ``PolicyErrors`` with every mistake, its file and line.
    """
    document = read_document(folder / FILE, FILE.as_posix())
    problems = find_schema_problems(document, SCHEMA) or tuple(_mistakes(document))
    if problems:
        raise PolicyErrors(problems)
    said: Any = document.data
    return {one["infno"]: _layout(one) for one in said["files"]}


def _layout(said: Mapping[str, Any]) -> FileLayout:
    return FileLayout(
        infno=said["infno"],
        kind=CatalogueKind(said["kind"]),
        columns=tuple(said["columns"]),
        holds={Held(name): title for name, title in said["holds"].items()},
        charge_kinds=tuple(
            (one["begins"], one["charge_kind"]) for one in said.get("charge_kinds", ())
        ),
        left_out=frozenset(said.get("left_out", ())),
    )


def _mistakes(document: Document) -> Iterator[Problem]:
    said: Any = document.data
    kinds = {kind.value for kind in CatalogueKind}
    times = Counter(one["infno"] for one in said["files"])
    for at, one in enumerate(said["files"]):
        place = ("files", at)
        if times[one["infno"]] > 1:
            yield document.problem((*place, "infno"), f"“{one['infno']}”写了两次")
        if one["kind"] not in kinds:
            yield document.problem((*place, "kind"), f"没有目录种类“{one['kind']}”")
        yield from _columns_wrong(document, at, one)


def _columns_wrong(
    document: Document, at: int, one: Mapping[str, Any]
) -> Iterator[Problem]:
    titles = Counter(one["columns"])
    for place, title in enumerate(one["columns"]):
        if titles[title] > 1:
            yield document.problem(
                ("files", at, "columns", place), f"列“{title}”写了两次"
            )
    for name, title in one["holds"].items():
        if title not in titles:
            yield document.problem(("files", at, "holds", name), f"没有列“{title}”")
    for place, title in enumerate(one.get("left_out", ())):
        if title not in titles:
            yield document.problem(("files", at, "left_out", place), f"没有列“{title}”")
