"""The demo's medical catalogue: invented entries, checked like any list."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from tongban.core.medical_catalogue.kinds import CatalogueKind
from tongban.core.medical_catalogue.rows import Column
from tongban.gateways.sheets import SheetRow
from tongban.records.medical_catalogue.models import CatalogueVersion
from tongban.services.demo.documents import read_demo
from tongban.services.medical_catalogue.loading import (
    NewVersion,
    check_rows,
    keep_version,
)

FILE: Final = "demo/medical-catalogue.yaml"
SCHEMA: Final = "demo-medical-catalogue"


def load_demo_medical_catalogue(now: datetime) -> None:
    """Keep every list of the demo file, unless a catalogue is there already."""
    if CatalogueVersion.objects.exists():
        return
    said = lists()
    for one in said["lists"]:
        _load(said, one, now)


def lists() -> Mapping[str, Any]:
    """Return what the demo file says."""
    return read_demo(FILE, SCHEMA)


def _load(said: Mapping[str, Any], one: Mapping[str, Any], now: datetime) -> None:
    kind = CatalogueKind(one["kind"])
    rows = [
        SheetRow(number, tuple(cells)) for number, cells in enumerate(one["rows"], 1)
    ]
    entries = check_rows(rows, kind, tuple(map(Column, one["columns"])))
    new = NewVersion(
        kind,
        said["region"],
        said["label"],
        said["source"],
        date.fromisoformat(said["valid_from"]),
    )
    digest = hashlib.sha256(json.dumps(one["rows"]).encode()).hexdigest()
    keep_version(new, entries, digest=digest, at=now)
