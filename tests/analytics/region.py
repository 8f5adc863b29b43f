"""A small invented population of Linyi, and its terms."""

from datetime import date
from functools import cache
from typing import Final

from tests.analytics.equal import FOLDER

from tongban.analytics.codes import Codes
from tongban.analytics.inventing import Wanted, some_persons
from tongban.analytics.population import Chunk, Header
from tongban.analytics.terms import TermTables, compile_terms
from tongban.policy.benefits import load_benefits
from tongban.policy.population import load_population

DAY: Final = date(2026, 11, 23)
PERSONS: Final = 40
REGION: Final = "371300"


@cache
def terms(region: str = REGION) -> TermTables:
    benefits = load_benefits(FOLDER)[region]
    return compile_terms(benefits, DAY, Codes.known_to(benefits))


@cache
def wanted(persons: int = PERSONS, region: str = REGION, seed: int = 1) -> Wanted:
    return Wanted(persons, seed, load_population(FOLDER)["370700"], terms(region))


@cache
def invented() -> tuple[Chunk, ...]:
    return (some_persons(wanted(), 0, PERSONS),)


def header() -> Header:
    return Header(REGION, 0, 0, terms().codes, (REGION,))
