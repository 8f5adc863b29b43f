"""Designated institutions of the demo, with the keys their systems call with."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from tongban.core.benefits.vocabulary import Level
from tongban.core.days import Period
from tongban.core.institutions.agreements import InstitutionKind
from tongban.records.accounts.models import Account
from tongban.records.institutions.models import Institution
from tongban.services.demo.documents import read_demo
from tongban.services.hsa.keys import NewKey, make_key
from tongban.services.institutions.operations import (
    InstitutionTerms,
    keep_institution,
)

FILE: Final = "demo/institutions.yaml"
SCHEMA: Final = "demo-institutions"
SINCE: Final = date(2021, 1, 1)


def load_demo_institutions(now: datetime) -> None:
    """Enter the institutions once, each with a key that everybody may know."""
    if Institution.objects.exists():
        return
    for said in institutions():
        terms = InstitutionTerms(
            code=said["code"],
            name=said["name"],
            kind=InstitutionKind(said["kind"]),
            region=said["region"],
            agreement=Period(SINCE, None),
            level=Level(said["level"]) if "level" in said else None,
            grade=said.get("grade", ""),
            party_id=_party(said.get("login", "")),
        )
        keep_institution(terms, at=now, key=f"demo-institution-{said['code']}")
        key = NewKey(said["code"], name=said["key"], secret=said["secret"])
        make_key(key, at=now)


def institutions() -> list[Mapping[str, Any]]:
    """Return what the demo file says."""
    return list(read_demo(FILE, SCHEMA)["institutions"])


def _party(login: str) -> int | None:
    account = Account.objects.filter(login_name=login).first()
    if account is None:
        return None
    link = account.party_links.first()
    return account.party_id or (link.party_id if link else None)
