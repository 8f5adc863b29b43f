"""Which office handles a case: the nearest hall of the region, or the city."""

from tongban.core.refusals import Refusal
from tongban.records.offices.models import Office
from tongban.services.cases.rules import case_rules

COUNTY_DIGITS = 6


class NoOffice(Refusal):
    """No active office serves this region."""

    code = "cases.no_office"

    def __init__(self, region: str) -> None:
        super().__init__(f"No office serves {region}.", region=region)


def handling_office(*, region: str, item: str) -> Office:
    """Return the hall of the county, or of the city for items handled there.

    Towns and villages belong to the county of their first six digits.
    """
    county = region[:COUNTY_DIGITS]
    city = f"{county[:4]}00"
    regions = (city,) if item in case_rules().city_items else (county, city)
    halls = {
        office.region: office
        for office in Office.objects.filter(
            region__in=regions, kind__in=("hall", "bureau"), is_active=True
        ).order_by("-path")
    }
    for wanted in regions:
        if wanted in halls:
            return halls[wanted]
    raise NoOffice(region)
