"""What a form need not ask: codes, days of posting, sources that follow."""

import hashlib
import re
from collections.abc import Iterable
from datetime import date
from typing import Final

from tongban.core.items.catalogue import LimitLayer, MaterialKind
from tongban.policy.overlays import Body
from tongban.policy.shapes import Json
from tongban.services.items.operations import LOCAL_PREFIX

CODE_SIGNS: Final = 8
PROMISED: Final = "promised"
_MADE: Final = re.compile(r"即时办结|承诺不超过\d+个工作日")
EXTRAS: Final = "conditional_materials"


def completed(body: Body, *, former: Body, region: str, effective_on: date) -> Body:
    """Return the body with what follows from what was typed.

    ``former`` is what the region has in force: a material posted before keeps
    its day, a new one is posted from the day the change begins (SD28-15).
    """
    whole = dict(body)
    if set(whole) <= {"source"}:
        whole["remarks"] = []  # a version that adds nothing: back to what holds above
    source = body.get("source")
    for field, complete in (("limits", _limit), (EXTRAS, _extra), ("places", _place)):
        rows = _rows(body.get(field))
        if rows:
            taken = {str(row.get("code")) for row in rows if row.get("code")}
            whole[field] = [complete(dict(row), source, taken, region) for row in rows]
    posted = {
        str(row.get("code")): row.get("posted_on") for row in _rows(former.get(EXTRAS))
    }
    for row in _rows(whole.get(EXTRAS)):
        if row.get("local"):
            known = posted.get(str(row.get("code")))
            row["posted_on"] = known or effective_on.isoformat()
    return whole


def _codes(rows: list[Json]) -> set[str]:
    return {str(row.get("code")) for row in _rows(rows)}


def _rows(value: Json) -> list[Body]:
    rows = value if isinstance(value, list) else []
    return [row for row in rows if isinstance(row, dict)]


def _limit(row: Body, source: Json, taken: set[str], region: str) -> Body:
    del region
    days = row.get("working_days")
    label = "即时办结" if row.get("immediate") else f"承诺不超过{days}个工作日"
    typed = str(row.get("label") or "")
    return {
        "code": row.get("code") or _free(PROMISED, taken),
        **row,
        "label": label if not typed or _MADE.fullmatch(typed) else typed,
        "layer": row.get("layer") or LimitLayer.PROMISE.value,
        "source": row.get("source") or source,
    }


def _extra(row: Body, source: Json, taken: set[str], region: str) -> Body:
    """Mark a material that is new in this region as a local one."""
    if row.get("code"):
        return row
    digest = hashlib.sha256(f"{region} {row.get('name')}".encode()).hexdigest()
    return {
        "code": _free(LOCAL_PREFIX + digest[:CODE_SIGNS], taken),
        **row,
        "kind": MaterialKind.DOCUMENT.value,
        "source": row.get("source") or source,
        "local": True,
    }


def _place(row: Body, source: Json, taken: set[str], region: str) -> Body:
    del source, taken
    return {**row, "region": row.get("region") or region}


def _free(wanted: str, taken: Iterable[str]) -> str:
    """Return the code, or with the first number that makes it new."""
    known = set(taken)
    tries = (wanted, *(f"{wanted}-{place}" for place in range(2, len(known) + 3)))
    return next(code for code in tries if code not in known)
