"""Opening the accounts that settlements are written against."""

from datetime import date
from pathlib import Path
from typing import Final

from django.conf import settings

from tongban.core.benefits.vocabulary import Fund
from tongban.core.ledger.accounts import AccountKind
from tongban.policy.benefits import load_benefits
from tongban.services.ledger.operations import fund

ACCOUNT_OF: Final = {
    Fund.EMPLOYEE_POOL: AccountKind.EMPLOYEE_POOL,
    Fund.RESIDENT_POOL: AccountKind.RESIDENT_POOL,
    Fund.LARGE_AMOUNT: AccountKind.LARGE_AMOUNT,
    Fund.CIVIL_SERVANT: AccountKind.CIVIL_SERVANT,
    Fund.SERIOUS_EMPLOYEE: AccountKind.SERIOUS_ILLNESS,
    Fund.SERIOUS_RESIDENT: AccountKind.SERIOUS_ILLNESS,
    Fund.AID: AccountKind.AID,
    Fund.COMMERCIAL: AccountKind.COMMERCIAL,
}


def open_funds(*, on: date) -> None:
    """Open every fund of every region that has benefits; those open stay."""
    for region in load_benefits(Path(settings.TONGBAN_POLICY)):
        for kind in {*ACCOUNT_OF.values(), AccountKind.PAYABLE}:
            fund(kind, region, on=on)
