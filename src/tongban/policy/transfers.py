"""Reads what is laid down about transfers of the insurance relation, by area."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from tongban.core.transfers.stages import Side
from tongban.core.transfers.terms import (
    AutomaticTerms,
    ContinuityTerms,
    NoTransferTerms,
    SheetTerms,
    TransferTerms,
)
from tongban.policy.reading import Document, PolicyErrors, Problem, read_document
from tongban.policy.schemas import find_schema_problems

FOLDER: Final = "transfers"
SCHEMA: Final = "transfer-terms"
NATION: Final = "100000"
Book = Mapping[str, TransferTerms]


def load_transfers(folder: Path) -> Book:
    """Return the terms of every area in a policy folder, by region code.

    Raises ``PolicyErrors`` with every mistake, its file and line.
    """
    book: dict[str, TransferTerms] = {}
    problems: list[Problem] = []
    for path in sorted((folder / FOLDER).glob("*.yaml")):
        document = read_document(path, f"{FOLDER}/{path.name}")
        found = find_schema_problems(document, SCHEMA) or tuple(_mistakes(document))
        problems += found
        if not found:
            terms = _terms(document)
            book[terms.region] = terms
    if problems:
        raise PolicyErrors(tuple(problems))
    return book


def transfer_terms_for(book: Book, region: str) -> TransferTerms:
    """Return the terms of an area: its city's, its province's, or the nation's."""
    for code in (f"{region[:4]}00", f"{region[:2]}0000", NATION):
        found = book.get(code)
        if found is not None:
            return found
    raise NoTransferTerms(region)


def _mistakes(document: Document) -> Iterator[Problem]:
    said: Any = document.data
    bond = said["continuity"]
    for name in ("waiting_months", "switch_waiting_months"):
        if bond[name] > bond["waiting_months_ceiling"]:
            yield document.problem(("continuity", name), "等待期超过了国家规定的上限")
    if said["sheet"]["alarm_day"] > said["sheet"]["days"]:
        yield document.problem(("sheet", "alarm_day"), "提醒不能晚于期限")
    routes = [one["route"] for one in said["legs"]]
    if len(routes) != len(set(routes)):
        yield document.problem(("legs",), "同一路径写了两次")


def _terms(document: Document) -> TransferTerms:
    said: Any = document.data
    sheet, bond, automatic = said["sheet"], said["continuity"], said["automatic"]
    return TransferTerms(
        region=said["region"],
        leg_days={
            one["route"]: {Side.OUT: one["out"], Side.IN: one["in"]}
            for one in said["legs"]
        },
        sheet=SheetTerms(sheet["days"], sheet["alarm_day"], sheet["basis"]["verified"]),
        continuity=ContinuityTerms(
            gap_months_max=bond["gap_months_max"],
            straight_years_min=bond["straight_years_min"],
            waiting_months=bond["waiting_months"],
            switch_waiting_months=bond["switch_waiting_months"],
            verified=bond["basis"]["verified"] and bond["waiting_basis"]["verified"],
        ),
        automatic=AutomaticTerms(
            on=automatic["on"],
            objection_days=automatic["objection_days"],
            verified=automatic["objection_basis"]["verified"],
        ),
    )
