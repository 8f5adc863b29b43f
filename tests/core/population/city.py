"""A plan of the published city, small enough to make in a moment."""

from datetime import date
from pathlib import Path

from tongban.core.population.people import Population
from tongban.core.population.plan import Plan
from tongban.policy.enrolment import load_enrolment
from tongban.policy.population import load_population

POLICY = Path(__file__).resolve().parents[3] / "policy"
SHARES = load_population(POLICY)["370700"]
TERMS = load_enrolment(POLICY)["370700"]
ON = date(2026, 11, 23)


def city(persons: int, seed: int = 7, months: int = 24) -> Population:
    return Population(Plan(persons, seed, ON, months), SHARES, TERMS)
