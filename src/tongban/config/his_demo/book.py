"""The institution's own book of a day, kept in a file as its system would keep it."""

import json
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path

from tongban.config.his_demo.care import Booked, Patient, Till
from tongban.gateways.clock import real_now


def file_of(home: Path, code: str) -> Path:
    """Return where the book of today lies."""
    return home / "his-demo" / f"{code}-{real_now():%Y%m%d}.json"


def read_book(file: Path) -> list[Booked]:
    """Return what was entered today before; nothing when there is no book yet."""
    if not file.exists():
        return []
    return [_booked(said) for said in json.loads(file.read_text(encoding="utf-8"))]


def write_book(file: Path, till: Till) -> None:
    """Keep the book; the old one stands until the new one is whole."""
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_suffix(".new")
    rows = [asdict(one) for one in till.book]
    fresh.write_text(json.dumps(rows, default=str, ensure_ascii=False))
    fresh.replace(file)


def _booked(said: dict[str, object]) -> Booked:
    patient = said["patient"]
    if not isinstance(patient, dict):
        raise TypeError("A patient is an object.")
    amounts = {
        name: Decimal(str(said[name])) for name in ("total", "funds", "account", "cash")
    }
    return Booked(
        settlement=str(said["settlement"]),
        visit=str(said["visit"]),
        patient=Patient(**patient),
        clearing=str(said["clearing"]),
        refund=bool(said["refund"]),
        **amounts,
    )
