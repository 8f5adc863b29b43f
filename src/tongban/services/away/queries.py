"""What is filed for somebody, the rate it gives, and since when there is cost."""

from datetime import date

from tongban.core.away.filings import AwayKind, Filing, holds_place
from tongban.core.away.rates import Care, Ruling, rule_on
from tongban.core.days import Period
from tongban.records.away.models import AwayFiling
from tongban.records.settlement.models import Settlement
from tongban.services.away.rules import away_rules
from tongban.services.ledger.operations import area_of


def filing_of(row: AwayFiling) -> Filing:
    """Return the filing a row keeps."""
    return Filing(
        kind=AwayKind(row.kind),
        place=row.place,
        days=Period(row.in_force.lower, row.in_force.upper),
        proved_on=row.proved_on,
        key=row.pk,
    )


def filings_of(person_id: int, home: str = "") -> tuple[Filing, ...]:
    """Return what was ever filed for somebody and held a day, earliest first.

    With ``home``, what the area of the cover has: a filing ends with the cover.
    """
    rows = AwayFiling.objects.filter(person_id=person_id, void=False)
    return tuple(
        filing_of(row)
        for row in rows.order_by("in_force", "pk")
        if not home or area_of(row.home) == area_of(home)
    )


def ruling_for(person_id: int, care: Care, day: date) -> Ruling:
    """Return the rate of somebody's care on a day; refuse what must be filed first."""
    filings = filings_of(person_id, care.home)
    return rule_on(care, filings, day, away_rules(care.home))


def first_cost_on(person_id: int, filing: Filing) -> date | None:
    """Return the first day with cost at the filed place since it holds, or nothing.

    Every settlement that stands counts: direct ones and bills paid afterwards.
    """
    rows = Settlement.objects.filter(
        person_id=person_id,
        reverses=None,
        reversed_by=None,
        on__gte=filing.days.start,
    ).select_related("institution", "visit__claim_bill")
    days = [row.on for row in rows if holds_place(filing.place, care_region(row))]
    return min(days, default=None)


def care_region(row: Settlement) -> str:
    """Return the region in which what a settlement is for was given."""
    if row.institution is not None:
        return row.institution.region
    bill = getattr(row.visit, "claim_bill", None)
    return "" if bill is None else str(bill.care_region)
