"""What the register and the year say of somebody who is to be paid for."""

from datetime import date

from tongban.core.access.parties import Scheme
from tongban.core.benefits.claim import Purse, Used
from tongban.core.enrolment.kinds import HOLDS_DAYS, CoverState
from tongban.core.settlement.standing import NotCovered, Standing
from tongban.records.enrolment.models import SpecialGroup
from tongban.records.settlement.models import DiseaseRight, YearUse
from tongban.services.enrolment.lines import CoverLine
from tongban.services.enrolment.queries import (
    cover_on,
    covers_of,
    premiums_of,
    waiting_on,
)
from tongban.services.ledger.operations import area_of


def standing_on(party_id: int, day: date, scheme: Scheme | None = None) -> Standing:
    """Return as whom somebody is paid for on a day, or refuse: not covered.

    Who was an employee keeps the account (个人账户): the funds then pay nothing.
    """
    cover = cover_on(party_id, day)
    state = CoverState.IN_FORCE
    if cover is None:
        cover, state = _former(party_id, day), CoverState.ENDED
    if cover is None or (scheme is not None and cover.scheme is not scheme):
        raise NotCovered
    groups = SpecialGroup.objects.filter(
        person_id=party_id, void=False, in_force__contains=day
    )
    tiers = {line.year: line.tier for line in premiums_of(party_id) if line.paid_on}
    return Standing(
        region=cover.region,
        kind=cover.kind,
        state=state,
        tier=tiers.get(day.year) if cover.scheme is Scheme.RESIDENT else None,
        waiting=waiting_on(party_id, day) is not None,
        entitlements=frozenset(groups.values_list("code", flat=True)),
    )


def _former(party_id: int, day: date) -> CoverLine | None:
    """Return the last cover as an employee that ended before a day, or nothing."""
    for line in covers_of(party_id):
        over = line.days.end is not None and line.days.end <= day
        if over and line.state in HOLDS_DAYS and line.scheme is Scheme.EMPLOYEE:
            return line
    return None


def disease_right(party_id: int, disease: str, day: date) -> DiseaseRight | None:
    """Return the right for a chronic disease on a day, or nothing."""
    rows = DiseaseRight.objects.filter(
        person_id=party_id, code=disease, void=False, in_force__contains=day
    )
    return rows.first()


def year_of(party_id: int, region: str, scheme: Scheme, year: int) -> Used:
    """Return what counted and was paid for somebody in a year so far."""
    row = YearUse.objects.filter(
        person_id=party_id, region=area_of(region), scheme=scheme.value, year=year
    ).first()
    return Used() if row is None else used_of(row)


def locked_year(party_id: int, region: str, scheme: Scheme, year: int) -> YearUse:
    """Return the row of a year, locked: settlements of one person take turns."""
    key = {
        "person_id": party_id,
        "region": area_of(region),
        "scheme": scheme.value,
        "year": year,
    }
    fresh = YearUse(**key)
    YearUse.objects.bulk_create([fresh], ignore_conflicts=True)
    return YearUse.objects.select_for_update(of=("self",)).get(**key)


def used_of(row: YearUse) -> Used:
    """Return the year of a row."""
    return Used({code: Purse(*said) for code, said in row.purses.items()})
