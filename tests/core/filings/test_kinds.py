"""Days of filings, and what a transfer is, seen from the cover."""

from datetime import date

import pytest

from tongban.core.days import Period
from tongban.core.filings.kinds import (
    FilingDaysWrong,
    Transfer,
    TransferElsewhere,
    check_transfer,
    days_of,
    transfer_between,
)

FIRST, LAST = date(2023, 9, 22), date(2023, 9, 30)


def test_both_named_days_count() -> None:
    assert days_of(FIRST, LAST) == Period(FIRST, date(2023, 10, 1))
    assert days_of(FIRST, FIRST) == Period(FIRST, date(2023, 9, 23))
    assert days_of(FIRST, None) == Period(FIRST, None)
    assert days_of(FIRST, date.max) == Period(FIRST, None)
    with pytest.raises(FilingDaysWrong):
        days_of(LAST, FIRST)


@pytest.mark.parametrize(
    ("care", "kind"),
    [
        ("370702", Transfer.CITY),
        ("370102", Transfer.PROVINCE),
        ("110105", Transfer.COUNTRY),
    ],
)
def test_what_a_transfer_is(care: str, kind: Transfer) -> None:
    assert transfer_between("370705", care) is kind
    check_transfer(kind, home="370705", care=care)


def test_a_transfer_that_its_region_contradicts() -> None:
    with pytest.raises(TransferElsewhere) as no:
        check_transfer(Transfer.COUNTRY, home="370705", care="370102")
    assert no.value.data == {"said": "3", "fits": "2"}
