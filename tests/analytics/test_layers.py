"""Both speeds agree on invented plans too: every way a layer can pay."""

from dataclasses import replace
from datetime import date
from itertools import accumulate
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.analytics.equal import Person, line
from tests.analytics.test_year import disagreements
from tests.core.benefits import plans as made

from tongban.analytics.codes import CODES_MAX, Codes
from tongban.analytics.tables import NotOnArrays
from tongban.analytics.terms import compile_terms
from tongban.core.access.parties import Scheme
from tongban.core.benefits.claim import Bill, Claimant
from tongban.core.benefits.terms import (
    AccountUse,
    Away,
    Band,
    Bonus,
    Counts,
    Deductible,
    DeductibleRow,
    Exemption,
    Layer,
    Measured,
    Per,
    Plan,
    Quota,
    RegionBenefits,
)
from tongban.core.benefits.vocabulary import (
    CareKind,
    Fund,
    Group,
    Level,
    Place,
    Withheld,
)

DAY: Final = made.DAY
SOMEBODY: Final = frozenset({"poor"})
LIST: Final = "list"
SOMEWHERE: Final = st.sampled_from(
    (made.EVERYWHERE, made.EVERYWHERE, frozenset({Level.SECONDARY}))
)
NAMES: Final = ("first", "second", "third")
SMALL: Final = st.integers(0, 3_000)
RATE: Final = st.sampled_from((0, 1, 3_333, 5_000, 9_999, 10_000))


@st.composite
def bands(draw: st.DrawFn, least_bp: int) -> tuple[Band, ...]:
    steps = draw(st.lists(st.integers(1, 2_000), max_size=3))
    rates = [max(least_bp, draw(RATE)) for _ in range(len(steps) + 1)]
    found = [Band(e, r) for e, r in zip(accumulate(steps), rates, strict=False)]
    endless = draw(st.booleans()) or not found
    return (*found, Band(None, rates[-1])) if endless else tuple(found)


@st.composite
def layers(draw: st.DrawFn, at: int) -> Layer:
    measured = draw(st.sampled_from(Measured))
    least = 1 if measured is Measured.PAID else 0
    ceiling = draw(st.none() | SMALL)
    counts = draw(st.sampled_from(Counts))
    own = made.layer(
        draw(st.sampled_from(NAMES[: at + 1])),
        fund=draw(st.sampled_from((Fund.EMPLOYEE_POOL, Fund.AID))),
        counts=counts,
        above=draw(st.sampled_from(NAMES)) if counts is Counts.ABOVE else "",
        special=LIST if counts is Counts.SPECIAL else "",
        measured=measured,
        rates=(made.rates(*draw(bands(least)), levels=draw(SOMEWHERE)),),
        deductible=draw(st.none() | deductibles()),
        ceilings=() if ceiling is None else made.ceiling(ceiling),
        quota=draw(st.none() | st.just(Quota((100, 700), made.SURE))),
        bonus=draw(st.none() | st.just(Bonus(2, 150, 70, 3_000, made.SURE))),
        entitlements=draw(st.sampled_from((frozenset(), SOMEBODY))),
    )
    plus = draw(st.sampled_from((0, 200)))
    return replace(own, rates=(replace(own.rates[0], chinese_medicine_plus_bp=plus),))


@st.composite
def deductibles(draw: st.DrawFn) -> Deductible:
    row = DeductibleRow(
        made.EVERYWHERE, tuple(draw(st.lists(SMALL, min_size=1, max_size=3)))
    )
    reason = Exemption("reason", draw(st.integers(1, 3)), made.SURE)
    return Deductible(
        draw(st.sampled_from(Per)), (row,), draw(RATE), (reason,), made.SURE
    )


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    own = [draw(layers(at)) for at in range(draw(st.integers(1, 3)))]
    plan = made.plan(*own, account=draw(st.sampled_from(AccountUse)))
    away = Away(draw(RATE), draw(st.sampled_from((None, Level.TERTIARY))), made.SURE)
    return replace(
        plan, away=away, as_level=draw(st.sampled_from((None, None, Level.TERTIARY)))
    )


@st.composite
def bills(draw: st.DrawFn, lists: bool) -> Bill:
    amount = st.one_of(SMALL, st.integers(0, 20_000))
    lines = [
        line(at, draw(amount), share)
        for at, share in enumerate(draw(st.lists(RATE, max_size=3)), 1)
    ]
    if lists:
        lines.append(line(9, draw(amount), special=LIST))
    return Bill(
        CareKind.INPATIENT,
        draw(st.sampled_from((Level.SECONDARY, Level.SECONDARY, Level.TERTIARY))),
        DAY,
        tuple(lines),
        place=draw(st.sampled_from((Place.HOME, Place.HOME, Place.TEMPORARY))),
        stay=draw(st.integers(1, 4)),
        chinese_medicine=draw(st.booleans()),
        reasons=draw(st.sampled_from((frozenset(), frozenset({"reason"})))),
        credit_fen=draw(st.sampled_from((0, 0, 100))),
        order=draw(st.integers(1, 3)),
        withheld=draw(st.sampled_from((None,) * 6 + (Withheld.WAITING,))),
    )


@st.composite
def persons(draw: st.DrawFn, plan: Plan) -> Person:
    lists = any(layer.special for layer in plan.layers)
    who = Claimant(
        Scheme.EMPLOYEE,
        Group.ACTIVE,
        entitlements=draw(st.sampled_from((frozenset(), SOMEBODY))),
        straight_years=draw(st.integers(0, 9)),
        free_years=draw(st.integers(0, 9)),
        account_fen=draw(SMALL),
        family_fen=draw(SMALL),
    )
    return Person(who, draw(st.lists(bills(lists), max_size=4)))


@given(st.data())
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_arrays_agree_on_plans_nobody_wrote(data):
    plan = data.draw(plans())
    people = data.draw(st.lists(persons(plan), min_size=1, max_size=4))
    benefits = RegionBenefits("999900", (plan,), made.WITHHELD)
    terms = compile_terms(benefits, DAY, Codes.known_to(benefits))
    assert disagreements(benefits, terms, people) == []


def test_bands_along_payments_go_on_where_the_last_bill_stopped():
    steps = (Band(8_000, 8_000), Band(9_000, 9_000), Band(None, 10_000))
    own = made.layer(
        rates=(made.rates(*steps),),
        measured=Measured.PAID,
        ceilings=made.ceiling(15_000),
    )
    benefits = RegionBenefits("999900", (made.plan(own),), made.WITHHELD)
    terms = compile_terms(benefits, DAY, Codes.known_to(benefits))
    stays = [
        Bill(CareKind.INPATIENT, Level.SECONDARY, DAY, (line(1, fen),))
        for fen in (3_333, 20_000, 1, 5_000)
    ]
    person = Person(Claimant(Scheme.EMPLOYEE, Group.ACTIVE), stays)
    assert disagreements(benefits, terms, [person]) == []


def test_a_band_that_pays_nothing_along_payments_is_refused():
    nothing = made.layer(
        rates=(made.rates(Band(100, 0), Band(None, 8_000)),), measured=Measured.PAID
    )
    benefits = RegionBenefits("999900", (made.plan(nothing),), made.WITHHELD)
    with pytest.raises(NotOnArrays) as no:
        compile_terms(benefits, DAY, Codes())
    assert "比例不能是0" in str(no.value.data["what"])


def test_more_codes_than_bits_are_refused():
    benefits = RegionBenefits("999900", (made.plan(made.layer()),), made.WITHHELD)
    many = tuple(f"code-{at}" for at in range(CODES_MAX + 1))
    for codes in (Codes(entitlements=many), Codes(reasons=many)):
        with pytest.raises(NotOnArrays):
            compile_terms(benefits, DAY, codes)


def test_terms_of_another_day_have_no_plan():
    benefits = RegionBenefits("999900", (made.plan(made.layer()),), made.WITHHELD)
    assert compile_terms(benefits, date(2020, 1, 1), Codes()).plans == ()
