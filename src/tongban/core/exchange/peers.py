"""Deployments that exchange messages, and which of them serves a region."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from tongban.core.refusals import Refusal

SELF: Final = "self"
COUNTY_DIGITS: Final = 6
LEVEL_DIGITS: Final = 2


class NoPeer(Refusal):
    """Nobody who serves this region is connected."""

    code = "exchange.no_peer"

    def __init__(self, region: str) -> None:
        super().__init__(f"Nobody serves {region}.", region=region)


@dataclass(frozen=True, slots=True)
class Peer:
    """One deployment: its regions (codes), its address, the key it signs with."""

    code: str
    name: str
    regions: tuple[str, ...]
    url: str = ""
    public_key: str = ""


def stem_of(region: str) -> str:
    """Return the digits that all regions inside a region begin with."""
    if region[COUNTY_DIGITS:].strip("0"):
        return region
    stem = region[:COUNTY_DIGITS]
    while len(stem) > LEVEL_DIGITS and stem.endswith("00"):
        stem = stem[:-LEVEL_DIGITS]
    return stem


def is_inside(region: str, area: str) -> bool:
    """Say whether a region is an area or lies in it."""
    return region.startswith(stem_of(area))


def peer_for(region: str, peers: Iterable[Peer]) -> Peer:
    """Return who serves a region: the narrowest area that holds it; or refuse."""
    found = [
        (len(stem_of(area)), peer)
        for peer in peers
        for area in peer.regions
        if is_inside(region, area)
    ]
    if not found:
        raise NoPeer(region)
    return max(found, key=lambda one: one[0])[1]
