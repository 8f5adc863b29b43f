"""The offices people name in a form: where they were, or what they complain about."""

from typing import Final

from tongban.records.offices.models import Office

OFFICES_MAX: Final = 300
CITY_DIGITS: Final = 4
CALLING: Final = ("hall", "bureau")
SERVING: Final = (*CALLING, "town")


def halls_of(region: str) -> tuple[tuple[str, str], ...]:
    """Return the halls of a region's city that call numbers: code and name."""
    return _offices(region, CALLING)


def serving_offices(region: str) -> tuple[tuple[str, str], ...]:
    """Return the offices of a region's city that serve people: code and name."""
    return _offices(region, SERVING)


def _offices(region: str, kinds: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    found = Office.objects.filter(
        is_active=True, kind__in=kinds, region__startswith=region[:CITY_DIGITS]
    )
    pairs = found.order_by("path").values_list("code", "name")
    return tuple(pairs[:OFFICES_MAX])
