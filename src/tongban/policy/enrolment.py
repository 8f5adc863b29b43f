"""Reads what enrolment costs and asks for, by region, each figure with its source."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any, Final

from tongban.core.days import Period
from tongban.core.enrolment.contributions import ContributionTerms
from tongban.core.enrolment.premiums import PremiumTerms
from tongban.core.enrolment.retirement import RetirementTerms
from tongban.core.enrolment.terms import Dated, Figure, NoTerms, RegionTerms
from tongban.core.enrolment.waiting import WaitingTerms
from tongban.core.money import fen_from_yuan
from tongban.policy.reading import (
    Document,
    Place,
    PolicyErrors,
    Problem,
    read_document,
)
from tongban.policy.schemas import find_schema_problems

FOLDER: Final = "enrolment"
SCHEMA: Final = "enrolment-terms"
GOOD_MARKS: Final = frozenset({"A", "B"})
UNITS: Final = ("bp", "yuan", "months", "years", "days", "year")
COUNTY_DIGITS: Final = 6
CITY_DIGITS: Final = 4
Book = Mapping[str, RegionTerms]


def load_enrolment(folder: Path) -> Book:
    """Return the terms of every region in a policy folder, by region code.

    Raises ``PolicyErrors`` with every mistake, its file and line.
    """
    book: dict[str, RegionTerms] = {}
    problems: list[Problem] = []
    for path in sorted((folder / FOLDER).glob("*.yaml")):
        document = read_document(path, f"{FOLDER}/{path.name}")
        found = find_schema_problems(document, SCHEMA) or tuple(_mistakes(document))
        problems += found
        if not found:
            terms = _terms(document)
            book[terms.region] = terms
    if problems:
        raise PolicyErrors(tuple(problems))
    return book


def terms_for(book: Book, region: str) -> RegionTerms:
    """Return the terms of a region, else those of its city; refuse when neither."""
    county, city = region[:COUNTY_DIGITS], f"{region[:CITY_DIGITS]}00"
    found = book.get(county) or book.get(city)
    if found is None:
        raise NoTerms(f"{region}地区参保缴费")
    return found


def _terms(document: Document) -> RegionTerms:
    said: Any = document.data
    figures = tuple(_figure(place, part) for place, part in _figures(said, ()))
    return RegionTerms(
        region=said["region"],
        contributions=tuple(
            Dated(_span(one["in_force"]), _contribution(one))
            for one in said["contributions"]
        ),
        premiums={one["year"]: _premium(one, said) for one in said["premiums"]},
        waiting=_waiting(said["waiting"]),
        bridge_months=said["waiting"]["bridge"]["months"],
        retirements=tuple(
            Dated(_span(one["in_force"]), _retirement(one))
            for one in said["retirement"]
        ),
        identities={one["code"]: one["name"] for one in said["identities"]},
        evidence_for=frozenset(said["changes"]["evidence_for"]),
        figures=figures,
    )


def _contribution(said: Mapping[str, Any]) -> ContributionTerms:
    return ContributionTerms(
        unit_bp=said["unit"]["bp"],
        own_bp=said["own"]["bp"],
        flexible_bp=said["flexible"]["bp"],
        base_floor_fen=fen_from_yuan(said["base_floor"]["yuan"]),
        base_ceiling_fen=fen_from_yuan(said["base_ceiling"]["yuan"]),
        arrears_months_max=said["arrears_months_max"]["months"],
        late_fee_bp_per_day=said["late_fee"]["bp"],
        verified=_all_verified(said),
    )


def _premium(said: Mapping[str, Any], whole: Mapping[str, Any]) -> PremiumTerms:
    aided = {one["code"]: one["aided"]["bp"] for one in whole["identities"]}
    return PremiumTerms(
        year=said["year"],
        low_fen=fen_from_yuan(said["low"]["yuan"]),
        high_fen=fen_from_yuan(said["high"]["yuan"]),
        student_fen=fen_from_yuan(said["student"]["yuan"]),
        subsidy_fen=fen_from_yuan(said["subsidy"]["yuan"]),
        collected=_span(said["collected"]),
        newborn_days=whole["newborn"]["register_within"]["days"],
        aided_bp=aided,
        verified=_all_verified(said),
    )


def _waiting(said: Mapping[str, Any]) -> WaitingTerms:
    return WaitingTerms(
        first_year=said["first_year"]["year"],
        fixed_months=said["fixed"]["months"],
        months_per_missed_year=said["per_missed_year"]["months"],
        months_off_per_year_paid=said["off_per_year_paid"]["months"],
        long_gap_years=said["long_gap"]["years"],
        least_months_after_long_gap=said["least_after_long_gap"]["months"],
        exempt=frozenset(said["exempt"]),
        verified=_all_verified(said),
    )


def _retirement(said: Mapping[str, Any]) -> RetirementTerms:
    return RetirementTerms(
        male_years=said["male"]["years"],
        female_years=said["female"]["years"],
        actual_years=said["actual"]["years"],
        pay_up_bp=said["pay_up"]["bp"],
        verified=_all_verified(said),
    )


def _span(said: Mapping[str, Any]) -> Period:
    last = said.get("through")
    return Period.through(
        date.fromisoformat(said["from"]),
        None if last is None else date.fromisoformat(last),
    )


def _all_verified(said: Mapping[str, Any]) -> bool:
    return all(part["verified"] for _, part in _figures(said, ()))


def _figures(said: object, place: Place) -> Iterator[tuple[Place, Mapping[str, Any]]]:
    """Walk to every figure: a group that carries a mark."""
    if isinstance(said, Mapping):
        if "mark" in said:
            yield place, said
            return
        for key, part in said.items():
            yield from _figures(part, (*place, str(key)))
    elif isinstance(said, list):
        for at, part in enumerate(said):
            yield from _figures(part, (*place, at))


def _figure(place: Place, said: Mapping[str, Any]) -> Figure:
    unit = next(unit for unit in UNITS if unit in said)
    return Figure(
        place=".".join(str(part) for part in place),
        value=f"{said[unit]} {unit}",
        source=said["source"],
        clause=said["clause"],
        mark=said["mark"],
        verified=said["verified"],
    )


def _mistakes(document: Document) -> Iterator[Problem]:
    """Find figures called verified that are not, days said twice, bases upside down."""
    yield from _marks(document)
    yield from _doubles(document)
    said: Any = document.data
    for at, one in enumerate(said["contributions"]):
        terms = _contribution(one)
        if terms.base_floor_fen > terms.base_ceiling_fen:
            yield document.problem(("contributions", at), "缴费基数下限高于上限")


def _marks(document: Document) -> Iterator[Problem]:
    for place, part in _figures(document.data, ()):
        if part["verified"] and part["mark"] not in GOOD_MARKS:
            words = f"标记“{part['mark']}”的数字不能写作已核实"
            yield document.problem(place, words)


def _doubles(document: Document) -> Iterator[Problem]:
    said: Any = document.data
    for key in ("contributions", "retirement"):
        spans = [_span(one["in_force"]) for one in said[key]]
        for (_, first), (at, second) in combinations(enumerate(spans), 2):
            if first.overlaps(second):
                yield document.problem((key, at), "与另一个版本在同一天有效")
    years = [one["year"] for one in said["premiums"]]
    for at, year in enumerate(years):
        if year in years[:at]:
            yield document.problem(("premiums", at), f"{year}年度写了两次")
