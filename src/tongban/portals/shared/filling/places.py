"""Names of regions as people type them, and the codes forms keep."""

from collections.abc import Mapping
from functools import cache

from tongban.core.items.catalogue import Level
from tongban.services.items.queries import region_full_name, regions

_TYPED = frozenset({Level.PROVINCE, Level.CITY, Level.COUNTY})


@cache
def place_names() -> Mapping[str, str]:
    """Return the full name of every province, city and county by its code."""
    return {
        region.code: region_full_name(region.code)
        for region in regions()
        if region.level in _TYPED
    }


@cache
def place_codes() -> Mapping[str, str]:
    """Return the code of a place by its full name, or its own if nobody shares it."""
    full = {name: code for code, name in place_names().items()}
    short: dict[str, list[str]] = {}
    for region in regions():
        if region.code in place_names():
            short.setdefault(region.name, []).append(region.code)
    alone = {name: codes[0] for name, codes in short.items() if len(codes) == 1}
    return alone | full
