"""Regions from nation to village, and the chain a lower one inherits along."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from tongban.core.items.catalogue import Level, RegionCode
from tongban.core.refusals import Refusal

NATION = RegionCode("100000")

LEVEL_WORDS: Mapping[Level, str] = {
    Level.NATION: "国家级",
    Level.PROVINCE: "省级",
    Level.CITY: "市级",
    Level.COUNTY: "县级",
    Level.TOWN: "乡镇（街道）级",
    Level.VILLAGE: "村（社区）级",
}


class RegionUnknown(Refusal):
    """No region of this code is on file."""

    code = "items.region_unknown"

    def __init__(self, region: str) -> None:
        super().__init__(f"No region has the code {region}.", region=region)


class RegionCodeMalformed(Refusal):
    """A region code has 6, 9 or 12 digits."""

    code = "items.region_malformed"

    def __init__(self, region: str) -> None:
        super().__init__(f"{region} is not a region code.", region=region)


@dataclass(frozen=True, slots=True)
class Region:
    """One region; ``verified`` is false where the code was not seen in a source."""

    code: RegionCode
    name: str
    level: Level
    parent: RegionCode | None
    verified: bool = True


def level_of(code: str) -> Level:
    """Return the level a code speaks of, from its digits alone."""
    if not code.isdecimal() or len(code) not in {6, 9, 12}:
        raise RegionCodeMalformed(code)
    if code == NATION:
        return Level.NATION
    if len(code) > len(NATION):
        return Level.TOWN if len(code) == len("370783112") else Level.VILLAGE
    if code.endswith("0000"):
        return Level.PROVINCE
    return Level.CITY if code.endswith("00") else Level.COUNTY


def parent_of(code: str) -> RegionCode | None:
    """Return the code one level up, from the digits alone; ``None`` for the nation."""
    level = level_of(code)
    if level is Level.NATION:
        return None
    if level is Level.PROVINCE:
        return NATION
    if level is Level.CITY:
        return RegionCode(code[:2] + "0000")
    if level is Level.COUNTY:
        return RegionCode(code[:4] + "00")
    return RegionCode(code[:-3])


def province_of(code: str) -> RegionCode:
    """Return the code of the province a region lies in (the nation: itself)."""
    level_of(code)
    return NATION if code == NATION else RegionCode(code[:2] + "0000")


def digits_within(code: str) -> str:
    """Return the digits with which every code in a region begins (the nation: none).

    >>> digits_within("370700"), digits_within("370783110")
    ('3707', '370783110')
    """
    level = level_of(code)
    if level is Level.NATION:
        return ""
    if level is Level.PROVINCE:
        return code[:2]
    return code[:4] if level is Level.CITY else code


class RegionTree:
    """Every region on file, by code, with its place in the tree."""

    root: ClassVar[RegionCode] = NATION

    def __init__(self, regions: Iterable[Region]) -> None:
        self._regions = {region.code: region for region in regions}

    def __contains__(self, code: object) -> bool:
        return code in self._regions

    def __iter__(self) -> Iterator[Region]:
        return iter(self._regions.values())

    def __len__(self) -> int:
        return len(self._regions)

    def get(self, code: str) -> Region:
        """Return the region of this code, or refuse."""
        region = self._regions.get(RegionCode(code))
        if region is None:
            raise RegionUnknown(code)
        return region

    def chain(self, code: str) -> tuple[Region, ...]:
        """Return the regions from the nation down to this one, itself included."""
        steps = [self.get(code)]
        while (parent := steps[-1].parent) is not None:
            steps.append(self.get(parent))
        return tuple(reversed(steps))

    def children(self, code: str) -> tuple[Region, ...]:
        """Return the regions right below this one, by code."""
        below = [region for region in self if region.parent == code]
        return tuple(sorted(below, key=lambda region: region.code))

    def path(self, code: str) -> str:
        """Return the slash path below the nation, e.g. ``/370000/370700/``."""
        steps = [region.code for region in self.chain(code)[1:]]
        return "/" + "".join(f"{step}/" for step in steps)

    def full_name(self, code: str) -> str:
        """Return the name with those above it, e.g. 山东省潍坊市寿光市."""
        return "".join(region.name for region in self.chain(code)[1:]) or (
            self.get(code).name
        )
