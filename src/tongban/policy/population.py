"""Reads what the invented population is made of."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from tongban.core.enrolment.employers import EmployerKind
from tongban.core.population.shares import (
    AgeBand,
    Band,
    Chances,
    County,
    Names,
    Shares,
    Trade,
)
from tongban.core.refusals import Refusal
from tongban.policy.reading import (
    Document,
    Place,
    PolicyErrors,
    Problem,
    read_document,
)
from tongban.policy.schemas import find_schema_problems

FILE: Final = Path("demo/population.yaml")
SCHEMA: Final = "demo-population"
_BANDED: Final = ("ages", "employer_sizes", "bases_yuan")
_CHANCES: Final = ("flexible", "moved", "phone", "early", "high_tier", "undergraduate")


class RegionUnlisted(Refusal):
    """Nothing says how the people of this region are made up."""

    code = "population.region_unlisted"

    def __init__(self, region: str) -> None:
        super().__init__(f"No shares for {region}.", region=region)


def load_population(folder: Path) -> Mapping[str, Shares]:
    """Return the shares of every region listed.

    Raises ``PolicyErrors`` with every mistake, its file and line.
    """
    document = read_document(folder / FILE, str(FILE))
    problems = find_schema_problems(document, SCHEMA) or tuple(_mistakes(document))
    if problems:
        raise PolicyErrors(problems)
    said: Any = document.data
    return {one["region"]: _shares(one, said) for one in said["regions"]}


def shares_for(shares: Mapping[str, Shares], region: str) -> Shares:
    """Return the shares of a region; refuse one not listed."""
    found = shares.get(region)
    if found is None:
        raise RegionUnlisted(region)
    return found


def _shares(region: Mapping[str, Any], said: Mapping[str, Any]) -> Shares:
    names, employers = said["names"], said["employers"]
    return Shares(
        region=region["region"],
        counties=tuple(
            County(one["code"], one["name"], one["weight"], tuple(one.get("towns", ())))
            for one in region["counties"]["rows"]
        ),
        ages=tuple(AgeBand(**one) for one in said["ages"]["rows"]),
        sizes=tuple(Band(**one) for one in said["employer_sizes"]["rows"]),
        bases_yuan=tuple(Band(**one) for one in said["bases_yuan"]["rows"]),
        identities=tuple(
            (one["code"], one["bp"]) for one in said["identities"]["rows"]
        ),
        names=Names(
            surnames=tuple((one["name"], one["weight"]) for one in names["surnames"]),
            female=names["female"],
            male=names["male"],
            single_bp=names["single_bp"],
        ),
        brands=tuple(employers["brands"]),
        trades=tuple(
            Trade(one["ending"], EmployerKind(one["kind"]), one["weight"])
            for one in employers["trades"]
        ),
        chances=Chances(**{name: said["chances"][name] for name in _CHANCES}),
    )


def _mistakes(document: Document) -> Iterator[Problem]:
    """Find bands upside down or overlapping, regions and counties listed twice."""
    said: Any = document.data
    for key in _BANDED:
        past = -1
        for at, band in enumerate(said[key]["rows"]):
            if not past < band["first"] <= band["last"]:
                place: Place = (key, "rows", at)
                yield document.problem(place, "区间应当由小到大，互不重叠")
            past = band["last"]
    codes: set[str] = set()
    for at, region in enumerate(said["regions"]):
        for code in (
            region["region"],
            *(one["code"] for one in region["counties"]["rows"]),
        ):
            if code in codes:
                yield document.problem(("regions", at), f"区划{code}写了两次")
            codes.add(code)
