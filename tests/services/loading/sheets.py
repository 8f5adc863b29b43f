"""Tables as somebody sends them, and what was refused of them."""

import csv
from datetime import date
from pathlib import Path

from tests.services.cases.stage import at

from tongban.core.loading.columns import LoadKind
from tongban.core.population.numbers import birthday, credit_code, id_number
from tongban.services.loading.operations import LoadReport, Order, load_file
from tongban.services.loading.tables import definitions

DAY = "2026-11-23"
CODE = credit_code("370705", 1)
Rows = list[dict[str, str]]


def number(place: int) -> str:
    return id_number(
        place, born_on=birthday(date(1990, 5, 6), place), is_male=place % 2 == 0
    )


def person(place: int, **changes: str) -> dict[str, str]:
    plain = {
        "id_number": number(place),
        "name": f"示例{'甲乙丙丁戊己庚辛'[place % 8]}",
        "region": "370705",
        "phone": f"1001{place:07d}",
    }
    return {**plain, **changes}


def employer(**changes: str) -> dict[str, str]:
    plain = {
        "credit_code": CODE,
        "name": "示例装入厂",
        "kind": "企业",
        "region": "370705",
        "registered_on": "2020-01-01",
        "legal_representative": "示例\\法人",
    }
    return {**plain, **changes}


def cover(place: int, **changes: str) -> dict[str, str]:
    plain = {
        "id_number": number(place),
        "kind": "在职职工",
        "region": "370705",
        "first": "2025-01-01",
        "employer": CODE,
        "base_fen": "5000.00",
    }
    return {**plain, **changes}


def month(place: int, said: str, **changes: str) -> dict[str, str]:
    plain = {
        "id_number": number(place),
        "month": said,
        "base_fen": "5000",
        "unit_fen": "300",
        "own_fen": "100",
        "employer": CODE,
        "paid_on": f"{said}-28",
    }
    return {**plain, **changes}


def premium(place: int, **changes: str) -> dict[str, str]:
    plain = {
        "id_number": number(place),
        "year": "2026",
        "paid_tier": "一档",
        "own_fen": "160",
        "aided_fen": "240",
        "identity": "低保对象",
    }
    return {**plain, **changes}


def table(path: Path, kind: LoadKind, rows: Rows) -> Path:
    columns = definitions()[kind][-1].columns
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([column.title for column in columns])
        writer.writerows(
            [row.get(column.code, "") for column in columns] for row in rows
        )
    return path


def loaded(folder: Path, kind: LoadKind, rows: Rows, name: str = "") -> LoadReport:
    path = table(folder / f"{name or kind.value}.csv", kind, rows)
    return load_file(Order(path, kind, at(DAY)))


def told(path: Path | None) -> list[list[str]]:
    assert path is not None
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))[1:]
