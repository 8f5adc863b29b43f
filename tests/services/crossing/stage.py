"""Offices of a province that asks its cities for the progress table."""

from tongban.core.access.offices import OfficeKind
from tongban.core.items.catalogue import Level
from tongban.services.access.operations import NewOffice, open_office

GUANGDONG = "440000"
GUANGZHOU = "440100"
SHENZHEN = "440300"
YUEXIU = "440104"


def open_cities_of_guangdong() -> None:
    """The province, two cities, and a county of the first."""
    for code, level, parent in (
        (GUANGDONG, Level.PROVINCE, ""),
        (GUANGZHOU, Level.CITY, GUANGDONG),
        (SHENZHEN, Level.CITY, GUANGDONG),
        (YUEXIU, Level.COUNTY, GUANGZHOU),
    ):
        name = f"{code}医保经办机构"
        open_office(NewOffice(code, name, code, level, OfficeKind.BUREAU, parent))
