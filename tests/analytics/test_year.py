"""Both speeds say the same of every claim, to the fen."""

from dataclasses import replace
from datetime import date
from functools import cache
from typing import Final

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.analytics.equal import (
    FOLDER,
    Person,
    claim_columns,
    line,
    person_columns,
    quotes,
)

from tongban.analytics.codes import Codes
from tongban.analytics.terms import TermTables, compile_terms
from tongban.analytics.year import Settled, Year
from tongban.core.access.parties import Scheme
from tongban.core.benefits.claim import Bill, Claimant
from tongban.core.benefits.quote import Quote
from tongban.core.benefits.terms import NoBenefits, RegionBenefits
from tongban.core.benefits.vocabulary import (
    CareKind,
    Group,
    Level,
    Part,
    Place,
    Withheld,
)
from tongban.policy.benefits import load_benefits

# Days on which every plan of the folder is in force at least once.
DAYS: Final = (date(2023, 11, 1), date(2024, 12, 2), date(2026, 11, 23))
GROUPS_OF: Final = {
    Scheme.EMPLOYEE: (Group.ACTIVE, Group.RETIRED),
    Scheme.RESIDENT: (Group.LOW, Group.HIGH),
}
REGIONS: Final = tuple(sorted(load_benefits(FOLDER)))


@cache
def book() -> dict[str, RegionBenefits]:
    return dict(load_benefits(FOLDER))


@cache
def codes_of(region: str) -> Codes:
    """Return every code that the terms of a region know, and one that they do not."""
    known = Codes.known_to(book()[region])
    return replace(
        known,
        entitlements=("nobody-knows", *known.entitlements),
        reasons=("no-reason", *known.reasons),
    )


@cache
def tables(region: str, day: date) -> TermTables:
    return compile_terms(book()[region], day, codes_of(region))


@cache
def edges(region: str) -> tuple[int, ...]:
    """Return every amount at which some rule of a region changes."""
    found = {0}
    for plan in book()[region].plans:
        for layer in plan.layers:
            found |= {one.year_fen for one in layer.ceilings}
            found |= {b.up_to_fen for r in layer.rates for b in r.bands if b.up_to_fen}
            if layer.deductible:
                found |= {fen for r in layer.deductible.rows for fen in r.by_stay_fen}
            if layer.quota:
                found |= set(layer.quota.by_order_fen)
    return tuple(sorted(found))


@cache
def kinds(region: str, day: date) -> dict[Scheme, list[tuple[CareKind, str]]]:
    found: dict[Scheme, list[tuple[CareKind, str]]] = {}
    for scheme in Scheme:
        for kind in CareKind:
            for disease in codes_of(region).diseases:
                try:
                    book()[region].plan_for(scheme, kind, day, disease)
                except NoBenefits:
                    continue
                found.setdefault(scheme, []).append((kind, disease))
    return found


def amounts(region: str) -> st.SearchStrategy[int]:
    near = st.tuples(st.sampled_from(edges(region)), st.integers(-2, 2))
    return st.one_of(
        st.integers(0, 3_000_000),
        near.map(lambda one: max(0, sum(one))),
        st.integers(0, 200_000_000),
    )


@st.composite
def bills(draw: st.DrawFn, region: str, day: date, scheme: Scheme) -> Bill:
    codes = codes_of(region)
    kind, disease = draw(st.sampled_from(kinds(region, day)[scheme]))
    plan = book()[region].plan_for(scheme, kind, day, disease)
    lists = sorted({layer.special for layer in plan.layers if layer.special})
    lines = [
        line(at, draw(amounts(region)), share)
        for at, share in enumerate(draw(st.lists(SHARES, min_size=1, max_size=3)), 1)
    ]
    lines += [
        line(10 + at, draw(amounts(region)), special=code)
        for at, code in enumerate(
            draw(st.sets(st.sampled_from(lists))) if lists else ()
        )
    ]
    return Bill(
        kind=kind,
        level=draw(st.sampled_from(Level)),
        on=day,
        lines=tuple(lines),
        place=draw(st.sampled_from(Place)),
        stay=draw(st.integers(1, 4)),
        chinese_medicine=draw(st.booleans()),
        disease=disease,
        reasons=draw(st.frozensets(st.sampled_from(codes.reasons))),
        credit_fen=draw(st.sampled_from((0, 0, 1, 30_000))),
        order=draw(st.integers(1, 4)),
        withheld=draw(st.sampled_from((None, None, None, None, Withheld.ABROAD))),
    )


SHARES: Final = st.sampled_from((0, 0, 500, 1_234, 9_999, 10_000))
YEARS: Final = st.integers(0, 12)
BALANCES: Final = st.sampled_from((0, 0, 1, 12_345, 900_000_000))


@st.composite
def persons(draw: st.DrawFn, region: str, day: date) -> Person:
    scheme = draw(st.sampled_from(sorted(kinds(region, day))))
    who = Claimant(
        scheme=scheme,
        # Somebody of the other scheme's group is paid nothing; that has to agree too.
        group=draw(st.sampled_from((*GROUPS_OF[scheme] * 3, *Group))),
        entitlements=draw(
            st.frozensets(st.sampled_from(codes_of(region).entitlements))
        ),
        straight_years=draw(YEARS),
        free_years=draw(YEARS),
        account_fen=draw(BALANCES),
        family_fen=draw(BALANCES),
    )
    return Person(who, draw(st.lists(bills(region, day, scheme), max_size=4)))


@st.composite
def years(draw: st.DrawFn) -> tuple[str, date, list[Person]]:
    places = [(r, d) for r in REGIONS for d in DAYS if kinds(r, d)]
    region, day = draw(st.sampled_from(places))
    return region, day, draw(st.lists(persons(region, day), min_size=1, max_size=6))


def differences(done: Settled, at: int, said: Quote, bill: Bill) -> list[object]:
    """Return the parts of one claim that the two engines do not agree about."""
    parts = done.parts
    found: dict[object, tuple[int, int]] = {
        "account": (int(parts.account_fen[at]), said.account_fen),
        "family": (int(parts.family_fen[at]), said.family_fen),
        "cash": (int(parts.cash_fen[at]), said.cash_fen),
        "own": (int(parts.own_fen[at]), said.own_fen),
        "away": (int(parts.first_away_fen[at]), said.of(Part.FIRST_AWAY)),
    }
    for fund in {*parts.shares, *said.shares}:
        here = parts.shares.get(fund)
        found[fund] = (0 if here is None else int(here[at]), said.shares.get(fund, 0))
    for code in {*parts.layers, *(step.layer for step in said.steps if step.layer)}:
        layer = parts.layers.get(code)
        for part, name in (
            (Part.DEDUCTED, "deducted_fen"),
            (Part.PAID, "paid_fen"),
            (Part.OVER, "over_fen"),
        ):
            here = 0 if layer is None else int(getattr(layer, name)[at])
            found[code, part] = (here, said.of(part, code))
    total = sum(int(fen[at]) for fen in parts.shares.values()) + int(parts.own_fen[at])
    found["total"] = (total, bill.total_fen)
    return [(name, *pair) for name, pair in found.items() if pair[0] != pair[1]]


def disagreements(
    benefits: RegionBenefits, terms: TermTables, people: list[Person]
) -> list[object]:
    """Settle the same year at both speeds; return where they do not agree."""
    codes = terms.codes
    run = Year(terms, person_columns(people, codes), claim_columns(people, codes))
    said = [one for own in quotes(people, benefits, terms.day) for one in own]
    bills_ = [bill for person in people for bill in person.bills]
    found: list[object] = []
    seen: list[int] = []
    for done in run.settle():
        for at, place in enumerate(done.claims.tolist()):
            seen.append(place)
            found += differences(done, at, said[place], bills_[place])
    assert sorted(seen) == list(range(len(bills_)))
    return found


@given(years())
@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_arrays_say_of_every_claim_what_the_engine_says(one):
    region, day, people = one
    assert disagreements(book()[region], tables(region, day), people) == []
